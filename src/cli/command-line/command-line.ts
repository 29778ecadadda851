import { TLS_FLAGS } from '../../solve/engine.js';
import { checkEngineValues } from './engine-values.js';
import type { Mode } from './flag.js';
import { checkImageNames, readBaseImages, readBuildArgument, readLabels } from './named-values.js';
import { type FlagValues, parseFlags } from './parse-flags.js';
import { parsePlatforms } from './platforms.js';
import type { BuildFlags, RunRequest } from './run-request.js';
import { splitCommandLine } from './split-command-line.js';
import { usageError } from './usage-error.js';
import { chooseMode, refuseContradictions, refuseForeignFlags, refuseForeignWords } from './usage-rules.js';
import { verbHint } from './verb-hint.js';

/** The question that a command line asks, or the work that it wants done. */
export type ParsedCommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'completion'; readonly shell: string }
  | { readonly kind: 'run'; readonly run: RunRequest };

/**
 * Understands a command line.
 *
 * @param words without the program's own name
 * @throws OperationalError
 */
export function readCommandLine(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ParsedCommandLine {
  const split = splitCommandLine(words);
  const { values, contexts } = parseFlags(split);
  if (values['help'] === true) {
    return { kind: 'help' };
  }
  if (values['version'] === true) {
    return { kind: 'version' };
  }
  const shell = text(values, 'completion');
  if (shell !== undefined) {
    return { kind: 'completion', shell };
  }
  const mode = chooseMode(values);
  refuseForeignFlags(values, mode);
  refuseForeignWords(split.engine, mode);
  const run: RunRequest = {
    mode,
    plainJson: values['image-config'] === 'json',
    ...optional('filename', text(values, 'filename')),
    ...optional('context', mode === 'check' ? undefined : onlyContext(contexts)),
    ...optional('format', text(values, mode === 'check' ? 'check' : 'graph')),
    checked: mode === 'check' ? contexts : [],
    ...optional('out', outputFile(values, mode)),
    ...optional('target', text(values, 'target')),
    platforms: parsePlatforms(list(values, 'platform')),
    ...readBaseImages(list(values, 'build-context'), environment['MOPY_BUILD_CONTEXTS'] ?? ''),
    labels: readLabels(list(values, 'label')),
    buildArguments: list(values, 'build-arg').map(readBuildArgument),
    ...optional('credentials', credentialMode(values)),
    build: readBuildFlags(values, split.engine),
  };
  checkEngineValues(run.build);
  checkImageNames(run.build);
  refuseContradictions(run);
  return { kind: 'run', run };
}

/** `-` is standard output, which is where everything goes but a new Mopyfile. */
function outputFile(values: FlagValues, mode: Mode): string | undefined {
  const out = text(values, 'out');
  return out === '-' && mode !== 'init' ? undefined : out;
}

/** Commander's own error does not know what stands behind the context, so its argument takes all words. */
function onlyContext([context, extra]: readonly string[]): string | undefined {
  if (extra === undefined) {
    return context;
  }
  const otherHint = extra.startsWith('-')
    ? 'mopy -help lists the flags'
    : 'words for the engine come after --';
  throw usageError(`${JSON.stringify(extra)} after the context`, verbHint(context ?? '') ?? otherHint);
}

function readBuildFlags(values: FlagValues, words: readonly string[]): BuildFlags {
  return {
    ...optional('address', text(values, 'addr')),
    ...optional('builder', text(values, 'builder')),
    tls: Object.fromEntries(
      TLS_FLAGS.map((name) => [name, text(values, name)]).filter(([, value]) => value !== undefined),
    ),
    tags: list(values, 'tag'),
    load: values['load'] === true,
    push: values['push'] === true,
    outputs: list(values, 'output'),
    ...optional('metadataFile', text(values, 'metadata-file')),
    ...optional('progress', text(values, 'progress')),
    noCache: values['no-cache'] === true,
    pull: values['pull'] === true,
    ssh: list(values, 'ssh'),
    secrets: list(values, 'secret'),
    cacheFrom: list(values, 'cache-from'),
    cacheTo: list(values, 'cache-to'),
    words,
  };
}

/** An empty value is a shell variable without one. */
function text(values: FlagValues, name: string): string | undefined {
  const value = values[name];
  if (value === '') {
    throw usageError(`-${name} is empty`, 'give it a value, or leave the flag out');
  }
  return typeof value === 'string' ? value : undefined;
}

function list(values: FlagValues, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value : [];
}

function credentialMode(values: FlagValues): 'inline' | 'secret' | undefined {
  const value = values['credentials'];
  return value === 'inline' || value === 'secret' ? value : undefined;
}

/** A property that is there only with a value. */
function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
