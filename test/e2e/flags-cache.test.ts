import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryContext } from '../support/mopy.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';
import { buildWithMopy } from '../support/progress-builds.js';
import { type Registry, startRegistry } from '../support/registry.js';
import { stepsThatRan } from '../support/steps.js';

describe.skipIf(!canStartDaemon())(
  "a cache that one build writes and another one, on a daemon that knows nothing (needs the engine's own BuildKit), reads",
  () => {
    let context: Awaited<ReturnType<typeof temporaryContext>>;
    let registry: Registry;
    let daemon: PrivateDaemon;
    const folder = () => `${context.folder}.cache`;
    const reference = () => `${registry.host}/cache:1`;
    const build = (...words: readonly string[]) =>
      buildWithMopy(context.folder, ['-addr', daemon.address, ...words]);

    beforeAll(async () => {
      context = await temporaryContext({
        'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\nproject: app/\n',
        'app/main.py': `print(${JSON.stringify(randomUUID())})\n`,
      });
      registry = await startRegistry();
      daemon = await startPrivateDaemon();
      const written = await build(
        ...['-cache-to', `type=registry,ref=${reference()},mode=max`],
        ...['-cache-to', `type=local,dest=${folder()},mode=max`],
        ...['-cache-to', 'type=inline', '-push', '-tag', `${reference()}-image`],
      );
      expect(stepsThatRan(written)).toContain('interpreter: collect the interpreter');
    });
    afterAll(async () => {
      await daemon.stop();
      await registry.stop();
      await rm(folder(), { recursive: true, force: true });
      await context.remove();
    });

    it.each([
      ['in a registry', () => `type=registry,ref=${reference()}`],
      ['in a registry, by its name alone', reference],
      ['in a folder', () => `type=local,src=${folder()}`],
    ])('%s', async (_where, cache) => {
      await daemon.prune();
      expect(stepsThatRan(await build('-cache-from', cache()))).toEqual([]);
    });

    it('in the image knows its layers alone: the check of imports runs again, and what it needs', async () => {
      await daemon.prune();
      const ran = stepsThatRan(await build('-cache-from', `${reference()}-image`));
      expect(ran).toContain('imports: check what main.py imports');
      expect(
        ran.filter((name) => !/^(programs|scripts|project-files|interpreter|imports): /.test(name)),
      ).toEqual([]);
    });

    it('is not read unless it is named', async () => {
      await daemon.prune();
      expect(stepsThatRan(await build())).toContain('interpreter: collect the interpreter');
    });
  },
);
