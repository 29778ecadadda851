import { expect, it } from 'vitest';
import { proxyWarning } from '../../../src/cli/artefact/caller-notes.js';
import type { Engine } from '../../../src/solve/engine.js';
import type { Recipe } from '../../../src/solve/recipe.js';

const FILES: Recipe['definition'] = { kind: 'files', files: {} };
const LLB: Recipe['definition'] = { kind: 'llb', platform: { os: 'linux', architecture: 'amd64' } };
const command = { program: 'buildctl', words: [] };

const BUILDCTL: Engine = { kind: 'buildctl', connection: { tls: {} } };

it.each<[string, Engine, Recipe['definition'], string, boolean]>([
  ['several platforms and buildctl', BUILDCTL, FILES, 'http://u:pw@h', true],
  ['a proxy without a password', BUILDCTL, FILES, 'http://h', false],
  ['one platform, whose LLB goes to standard input', BUILDCTL, LLB, 'http://u:pw@h', false],
  ['docker, which takes it from the environment', { kind: 'docker' }, FILES, 'http://u:pw@h', false],
])('the password on the command line is warned about: %s', (_name, engine, definition, proxy, isWarned) => {
  const proxies = new Map([['https_proxy', proxy]]);
  const warning = proxyWarning({ definition, command }, engine, { proxies, unused: [] });
  expect(warning?.message).toBe(
    isWarned
      ? 'buildctl is given the password of https_proxy on its command line, and provenance can hold it'
      : undefined,
  );
});
