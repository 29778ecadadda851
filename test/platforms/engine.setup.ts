import { setUpEngine } from '../support/engine.js';

/** Each test asks for the images of its platforms itself. */
export const setup = (): Promise<() => Promise<void>> => setUpEngine(['python:3.13']);
