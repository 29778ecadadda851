import type { Children } from '../../solve/children.js';
import { connectionWords, type Engine, stillAnswers } from '../../solve/engine.js';
import { shellCommand } from '../../solve/invocation.js';
import type { Fault } from '../../solve/log/fault.js';

/** The remedy for a fault of the surroundings, for a build that has failed; undefined where there was none. */
export async function faultHint(
  children: Children,
  engine: Engine,
  fault: Fault | undefined,
): Promise<string | undefined> {
  // A terminal's progress is not read; the daemon can be asked.
  if (fault === 'connection-lost' || !(await stillAnswers(children, engine))) {
    return `the connection to ${engineName(engine)} broke: see whether it still runs, and its log for why it ended; then build again, what has finished is in its cache`;
  }
  return fault && HINTS[fault](engine);
}

const HINTS: Readonly<Record<Exclude<Fault, 'connection-lost'>, (engine: Engine) => string>> = {
  'session-lost': () =>
    'the daemon has given up this client, which did not answer for half a minute: was it stopped, or the machine asleep? Build again, what has finished is in its cache',
  'push-failed': () =>
    'the image is built and in the cache: once the registry takes it, the same command pushes it and runs no step again',
  'disk-full': (engine) =>
    `a disk is full: \`${pruneCommand(engine)}\` makes room where the daemon keeps its cache, unless it is the one that -output writes to`,
};

/** With the words that reach the same daemon: another one's cache may not be emptied for it. */
function pruneCommand(engine: Engine): string {
  if (engine.kind === 'buildctl') {
    return shellCommand({ program: 'buildctl', words: [...connectionWords(engine.connection), 'prune'] });
  }
  const builder = engine.builder === undefined ? [] : ['--builder', engine.builder];
  return shellCommand({ program: 'docker', words: ['buildx', 'prune', ...builder] });
}

function engineName(engine: Engine): string {
  if (engine.kind === 'docker') {
    return engine.builder === undefined ? 'the builder' : `the builder ${engine.builder}`;
  }
  const { address } = engine.connection;
  return address === undefined ? 'buildkitd' : `buildkitd at ${address}`;
}
