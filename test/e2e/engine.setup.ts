import { engineDown, engineUp } from '../support/engine.js';

/** One daemon and one registry for all end-to-end tests; every worker inherits the environment. */
export async function setup(): Promise<() => Promise<void>> {
  const { environment, started } = await engineUp(['python:3.11']);
  Object.assign(process.env, environment);
  return async () => {
    if (started) await engineDown();
  };
}
