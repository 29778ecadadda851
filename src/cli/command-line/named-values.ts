import { CONTROL_CHARACTER } from '../../basics/code-point.js';
import { csvValue } from '../../basics/csv.js';
import { MAX_VALUE_SIZE, sizeOf } from '../../basics/value-size.js';
import { familiarName, isReference } from '../../plan/image-reference.js';
import type { BuildArgument, BuildFlags, RunRequest } from './run-request.js';
import { usageError } from './usage-error.js';

const IMAGE_SCHEME = 'docker-image://';

/**
 * Replacements of base images, by the names that they replace, in buildx's short form.
 *
 * @param flags values of `-build-context`, which win
 * @param variable the value of `MOPY_BUILD_CONTEXTS`: the same, separated by blanks or commas
 * @throws OperationalError for what is no name or no reference of an image
 */
export function readBaseImages(
  flags: readonly string[],
  variable: string,
): Pick<RunRequest, 'baseImages' | 'namedBaseImages'> {
  const inherited = variable.split(/[\s,]+/).filter((text) => text !== '');
  const named = flags.map((text) => baseImage('-build-context', text));
  return {
    baseImages: new Map([...inherited.map((text) => baseImage('MOPY_BUILD_CONTEXTS', text)), ...named]),
    namedBaseImages: new Set(named.map(([name]) => name)),
  };
}

function baseImage(origin: string, text: string): readonly [string, string] {
  const [name, target] = splitAtEquals(text);
  if (name === '' || !target?.startsWith(IMAGE_SCHEME) || target === IMAGE_SCHEME) {
    throw usageError(
      `${origin}: ${JSON.stringify(text)} replaces no base image`,
      'for example python:3.12=docker-image://mirror.example.org/python:3.12',
    );
  }
  const reference = target.slice(IMAGE_SCHEME.length);
  for (const text of [name, reference]) {
    if (!isReference(text)) {
      throw usageError(
        `${origin}: ${JSON.stringify(text)} is no image reference`,
        'for example mirror.example.org/python:3.12; repositories are written in lower case',
      );
    }
  }
  return [familiarName(name), reference];
}

/**
 * Names of images by the grammar of references; an exporter would refuse them after the whole build.
 *
 * @throws OperationalError for a value of `-tag` or a `name` of `-output` that is none, and an `-output` without a type
 */
export function checkImageNames({ tags, outputs }: Pick<BuildFlags, 'tags' | 'outputs'>): void {
  for (const tag of tags) {
    checkImageName('-tag', tag, !tag.includes('@'));
  }
  for (const output of outputs) {
    const names = csvValue(output, 'name')?.split(',') ?? [];
    for (const name of names.filter((text) => text !== '')) {
      checkImageName('-output', name, true);
    }
  }
}

function checkImageName(flag: string, name: string, canHaveTag: boolean): void {
  if (canHaveTag && isReference(name)) {
    return;
  }
  const lower = name.toLowerCase();
  throw usageError(
    `${flag}: ${JSON.stringify(name)} is no name of an image`,
    isReference(lower) && !name.includes('@')
      ? `repositories are written in lower case: ${lower}`
      : 'for example app:1.0 or registry.example.org/team/app:1.0',
  );
}

/** Values of `-label`; the last one of a name wins. A label without `=` is empty, as in docker. */
export function readLabels(values: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    values.map((text) => {
      const [name, value = ''] = splitAtEquals(text);
      if (name === '') {
        throw usageError(`-label: ${JSON.stringify(text)} has no name`);
      }
      // A Dockerfile could not carry them.
      if (CONTROL_CHARACTER.test(text)) {
        throw usageError(`-label: ${JSON.stringify(text)} holds control characters`);
      }
      // The limit of the Mopyfile's labels.
      if (sizeOf(name) + sizeOf(value) > MAX_VALUE_SIZE) {
        const shown = JSON.stringify(name.slice(0, 100));
        throw usageError(`-label: ${shown} has more than ${MAX_VALUE_SIZE.toLocaleString('en')} bytes`);
      }
      return [name, value];
    }),
  );
}

/** A value of `-build-arg`. */
export function readBuildArgument(text: string): BuildArgument {
  const [name, value] = splitAtEquals(text);
  if (name === '') {
    throw usageError('-build-arg needs a name');
  }
  return value === undefined ? { name } : { name, value };
}

function splitAtEquals(text: string): readonly [string, string | undefined] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
}
