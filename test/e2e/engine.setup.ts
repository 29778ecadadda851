import { setUpEngine } from '../support/engine.js';

export const setup = (): Promise<() => Promise<void>> => setUpEngine(['python:3.11']);
