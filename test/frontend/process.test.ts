import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Gateway } from '../../src/frontend/gateway/gateway.js';
import { GatewayError } from '../../src/frontend/gateway/gateway-error.js';
import { BIN } from '../support/mopy.js';
import { fakeDaemon } from './fake-daemon.js';
import { fakeGateway } from './fake-gateway.js';

const FILES = { 'Mopyfile.yaml': 'python: 3.11\nproject: app\n', 'app/main.py': '' };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mopy-frontend-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the built command line as BuildKit does. */
async function serve(gateway: Gateway) {
  const environment = { ...process.env, TMPDIR: folder, BUILDKIT_SESSION_ID: 's' };
  const child = spawn(process.execPath, [BIN], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  const daemon = fakeDaemon({ readable: child.stdout, writable: child.stdin }, gateway);
  const deadline = setTimeout(() => child.kill('SIGKILL'), 30_000);
  const [code] = await once(child, 'exit');
  clearTimeout(deadline);
  daemon.stop();
  return { code, returned: daemon.returned, hasGoodbye: daemon.hasGoodbye(), left: await readdir(folder) };
}

it('ends once BuildKit has its result, without a word', async () => {
  const { returned, ...end } = await serve(fakeGateway({ files: FILES }).gateway);
  expect(end).toEqual({ code: 0, hasGoodbye: false, left: [] });
  expect(returned[0]?.result?.ref?.id).toBeDefined();
});

it('ends once BuildKit has its error, whatever else is not answered', async () => {
  const { gateway } = fakeGateway({ files: FILES });
  const lookUp = ({ Source }: { readonly Source: { readonly identifier: string } }) => {
    if (!Source.identifier.includes('python')) {
      return new Promise(() => {});
    }
    throw new GatewayError({ code: 5, message: 'not found' });
  };
  const stuck = async (method: string, request: unknown) =>
    method === 'ResolveSourceMeta' ? lookUp(request as never) : gateway(method as never, request as never);
  const { returned, ...end } = await serve(stuck as Gateway);
  expect(end).toEqual({ code: 0, hasGoodbye: false, left: [] });
  expect(returned[0]?.error?.message).toContain('not found');
});
