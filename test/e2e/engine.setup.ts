import { startEngine } from '../support/engine.js';

/** One daemon and one registry for all end-to-end tests; every worker inherits the environment. */
export async function setup(): Promise<() => Promise<void>> {
  const engine = await startEngine(['python:3.11']);
  Object.assign(process.env, engine.environment);
  return () => engine.stop();
}
