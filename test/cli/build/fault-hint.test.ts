import { describe, expect, it } from 'vitest';
import { faultHint } from '../../../src/cli/build/fault-hint.js';
import type { Answer, Children } from '../../../src/solve/children.js';
import type { Engine } from '../../../src/solve/engine.js';
import type { Fault } from '../../../src/solve/log/fault.js';

const BUILDCTL: Engine = { kind: 'buildctl', connection: { tls: {} } };
const ADDRESSED: Engine = { kind: 'buildctl', connection: { address: 'tcp://host:1', tls: {} } };
const DOCKER: Engine = { kind: 'docker' };
const BUILDER: Engine = { kind: 'docker', builder: 'team' };
const THERE: Answer = { outcome: 'ok', stdout: '', stderr: '' };
const GONE: Answer = { outcome: 'failed', stdout: '', stderr: 'error: connection refused' };

/** Every program answers the same. */
function answering(answer: Answer): Children {
  return {
    ask: async () => answer,
    run: () => Promise.reject(new Error('nothing is to run')),
  };
}

describe('the hint of a build that failed', () => {
  it.each<[string, Engine]>([
    ['`buildctl prune`', BUILDCTL],
    ['`buildctl --addr tcp://host:1 prune`', ADDRESSED],
    [
      "`buildctl --addr tcp://host:1 --tlsdir 'my certificates' prune`",
      { kind: 'buildctl', connection: { address: 'tcp://host:1', tls: { tlsdir: 'my certificates' } } },
    ],
    ['`docker buildx prune`', DOCKER],
    ['`docker buildx prune --builder team`', BUILDER],
  ])('names %s where a disk is full', async (command, engine) => {
    const hint = await faultHint(answering(THERE), engine, 'disk-full');
    expect(hint).toContain(`a disk is full: ${command} makes room`);
  });

  it.each<[string, Engine, Fault | undefined, Answer]>([
    ['buildkitd', BUILDCTL, 'connection-lost', THERE],
    ['buildkitd at tcp://host:1', ADDRESSED, undefined, GONE],
    ['the builder', DOCKER, 'connection-lost', THERE],
    ['the builder team', BUILDER, 'connection-lost', THERE],
  ])('tells that the connection to %s broke: case %#', async (name, engine, fault, answer) => {
    const hint = await faultHint(answering(answer), engine, fault);
    expect(hint).toMatch(`the connection to ${name} broke: `);
  });

  it('asks whether the client was stopped where the daemon has given it up', async () => {
    expect(await faultHint(answering(THERE), BUILDCTL, 'session-lost')).toContain('given up this client');
  });

  it.each([BUILDCTL, DOCKER, BUILDER])(
    'is none where nothing of the kind happened: case %#',
    async (engine) => {
      expect(await faultHint(answering(THERE), engine, undefined)).toBeUndefined();
    },
  );
});
