import { startEngine } from '../support/engine.js';

/** One daemon and one registry for all tests; each asks for the images of its platforms itself. */
export async function setup(): Promise<() => Promise<void>> {
  const engine = await startEngine(['python:3.13']);
  Object.assign(process.env, engine.environment);
  return () => engine.stop();
}
