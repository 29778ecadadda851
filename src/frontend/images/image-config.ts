import type { BaseImageConfig } from '../../emit/image-config.js';
import { FrontendError } from '../gateway/frontend-error.js';

/**
 * An image's configuration from its JSON; empty for none. What mopy reads of it is what it says it is, whatever
 * else is there is kept.
 *
 * @param image what the user calls the image
 * @throws FrontendError for a broken one
 */
export function readConfig(bytes: Uint8Array, image: string): BaseImageConfig {
  if (bytes.length === 0) {
    return {};
  }
  const value = parseConfig(bytes, image);
  const problem = problemOf(value);
  if (problem !== undefined) {
    throw new FrontendError(`the configuration of the image ${image} ${problem}`);
  }
  return value as BaseImageConfig;
}

function parseConfig(bytes: Uint8Array, image: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new FrontendError(`the configuration of the image ${image} is not JSON`);
  }
}

/** The fault in the parts of a configuration that mopy reads, if there is one. Go writes `null` for an empty part. */
function problemOf(value: unknown): string | undefined {
  if (!isObject(value)) {
    return 'is broken: it is no object';
  }
  const { config, history } = value;
  const container = config ?? {};
  if (!isObject(container)) {
    return 'is broken: `config` is no object';
  }
  const { Env, Labels, ArgsEscaped, OnBuild } = container;
  const labels = Labels ?? {};
  const problems = new Map([
    ['`history` is no list of entries', isListOf(history, isObject)],
    ['`Env` is no list of texts', isListOf(Env, isText)],
    ['`OnBuild` is no list of texts', isListOf(OnBuild, isText)],
    ['`Labels` are no texts by name', isObject(labels) && Object.values(labels).every(isText)],
    ['`ArgsEscaped` is no boolean', typeof (ArgsEscaped ?? false) === 'boolean'],
  ]);
  const [problem] = [...problems].find(([, isRight]) => !isRight) ?? [];
  return problem && `is broken: ${problem}`;
}

function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.every(isEntry));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
