import { randomBytes } from 'node:crypto';
import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runContainer } from '../support/engine.js';
import { wheel } from '../support/packages.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';
import { stepsOf, stepsThatRan } from '../support/steps.js';
import {
  APP,
  buildsOn,
  contextOf,
  HEAD,
  IMAGE,
  serve,
  suspend,
  untilSent,
} from '../support/troubled-build.js';

const IMAGE_WITH_STEPS = [...IMAGE, '-progress=rawjson'];
const LOST =
  /^error: buildctl failed with exit code 1\n {2}hint: the connection to buildkitd at \S+ broke: .* build again, what has finished is in its cache\n$/m;
const GIVEN_UP =
  /^failed: exporting to oci image format:\n {2}\w+: no active session for .*\nerror: buildctl failed with exit code 1\n {2}hint: the daemon has given up this client, which did not answer for half a minute: .* Build again, what has finished is in its cache\n$/m;
/** In milliseconds, with some to spare: BuildKit asks a client every few seconds, and gives it up when two answers are missing. */
const GIVEN_UP_AFTER = 50_000;

describe.skipIf(!canStartDaemon())('a build', () => {
  let daemon: PrivateDaemon;
  const build = buildsOn(() => daemon);
  afterEach(() => daemon.stop());

  describe('whose daemon is killed', () => {
    beforeEach(async () => {
      daemon = await startPrivateDaemon({ isolation: {} });
    });

    it('before it answers says that it does not', async () => {
      daemon.kill();
      const { exitCode, stderr, files } = await build(await contextOf(APP), IMAGE);
      expect({ exitCode, files }).toEqual({ exitCode: 1, files: ['Mopyfile.yaml', 'main.py'] });
      expect(stderr).toMatch(/^error: buildkitd at \S+ does not answer: .*\n {2}hint: /m);
    });

    it('while the context is sent says that the connection broke, and writes nothing', async () => {
      const context = await contextOf({
        ...APP,
        'Mopyfile.yaml': `${HEAD}project: [main.py, data]\n`,
        'data/x': Buffer.alloc(400_000_000, 'x'),
      });
      const outcome = await build(context, IMAGE, async (running) => {
        await untilSent(running, 20_000_000);
        daemon.kill();
      });
      expect(outcome).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(LOST) });
      expect(outcome.files).toEqual(['Mopyfile.yaml', 'data', 'main.py']);
    });

    it('in a step leaves the image that was there; built again, it runs no step that had finished', async () => {
      const { filename, content } = wheel('slow');
      let isKilled = false;
      const host = await serve((_request, response) => {
        if (isKilled) {
          response.end(content);
        } else {
          isKilled = true;
          daemon.kill();
        }
      });
      const context = await contextOf({
        'Mopyfile.yaml': `${HEAD}pip: ["${host.origin}/${filename}"]\nproject: main.py\n`,
        'main.py': 'import slow\nprint(slow.NAME)\n',
        'image.tar': 'the image of yesterday',
      });
      const killed = await build(context, IMAGE_WITH_STEPS);
      expect(killed).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(LOST) });
      expect(killed.files).toEqual(['Mopyfile.yaml', 'image.tar', 'main.py']);
      expect(await readFile(join(context, 'image.tar'), 'utf8')).toBe('the image of yesterday');
      const finished = stepsThatFinished(killed.stderr);
      expect(finished).toContain('build: make the virtual environment');

      await daemon.restart();
      const again = await build(context, IMAGE_WITH_STEPS);
      expect(again.exitCode, again.stderr).toBe(0);
      expect(stepsThatRan(again.stderr)).toContainEqual(expect.stringMatching(/^build: install /));
      expect(stepsThatRan(again.stderr).filter((name) => finished.includes(name))).toEqual([]);
      expect((await runContainer(join(context, 'image.tar'))).stdout).toBe('slow');
    });

    it('while the image is exported writes nothing; built again, it runs no step', async () => {
      // Data that cannot be compressed takes longer than the step needs to have its line.
      const context = await contextOf({
        ...APP,
        'Mopyfile.yaml': `${HEAD}project: [main.py, data]\n`,
        'data/x': randomBytes(200_000_000),
      });
      const killed = await build(context, IMAGE_WITH_STEPS, async ({ said }) => {
        await said(/exporting to oci image format/);
        daemon.kill();
      });
      expect(killed).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(LOST) });
      expect(killed.files).toEqual(['Mopyfile.yaml', 'data', 'main.py']);

      await daemon.restart();
      const again = await build(context, IMAGE_WITH_STEPS);
      expect(again.exitCode, again.stderr).toBe(0);
      expect(stepsOf(again.stderr).length).toBeGreaterThan(5);
      expect(stepsThatRan(again.stderr)).toEqual([]);
      expect((await runContainer(join(context, 'image.tar'))).stdout).toBe('1');
    });

    it('while the image is pushed says that the connection broke, whatever the progress looks like', async () => {
      // It has nothing, and is sent something.
      const registry = await serve((request, response) => {
        if (request.method === 'GET' || request.method === 'HEAD') {
          response.writeHead(request.url === '/v2/' ? 200 : 404).end();
        } else {
          daemon.kill();
        }
      });
      const words = ['-push', '-progress', 'quiet', '-tag', `127.0.0.1:${registry.port}/app:1`];
      const outcome = await build(await contextOf(APP), words);
      expect(outcome).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(LOST) });
      expect(outcome.stderr).not.toContain('pushed');
    });
  });

  it('whose daemon has no room says how to make some', async () => {
    daemon = await startPrivateDaemon({ isolation: { mebibytes: 40 } });
    const outcome = await build(await contextOf(APP), IMAGE);
    expect(outcome).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        /no space left on device.*\nerror: buildctl .*\n {2}hint: a disk is full: `buildctl --addr \S+ prune` /s,
      ),
      files: ['Mopyfile.yaml', 'main.py'],
    });
  });

  it('whose client is stopped for a while goes on afterwards', async () => {
    daemon = await startPrivateDaemon();
    const outcome = await build(await contextOf(APP), IMAGE, async (running) => {
      await running.said(/interpreter/);
      await suspend(running, 3000);
    });
    expect(outcome).toMatchObject({ exitCode: 0, files: ['Mopyfile.yaml', 'image.tar', 'main.py'] });
  });

  it('whose client is stopped for longer says that it was given up; built again, it runs no step', async () => {
    daemon = await startPrivateDaemon();
    const { filename, content } = wheel('slow');
    const [asked, answered] = [signal(), signal()];
    const { origin } = await serve(async (_request, response) => {
      asked.give();
      await answered.given;
      response.end(content);
    });
    const context = await contextOf({
      'Mopyfile.yaml': `${HEAD}pip: ["${origin}/${filename}"]\nproject: main.py\n`,
      'main.py': 'import slow\nprint(slow.NAME)\n',
      'image.tar': 'the image of yesterday',
    });
    const givenUp = await build(context, IMAGE, async (running) => {
      await asked.given;
      await suspend(running, GIVEN_UP_AFTER);
      answered.give();
    });
    expect(givenUp).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(GIVEN_UP) });
    expect(givenUp.files).toEqual(['Mopyfile.yaml', 'image.tar', 'main.py']);
    expect(await readFile(join(context, 'image.tar'), 'utf8')).toBe('the image of yesterday');

    const again = await build(context, IMAGE_WITH_STEPS);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(stepsOf(again.stderr).length).toBeGreaterThan(5);
    expect(stepsThatRan(again.stderr)).toEqual([]);
    expect((await runContainer(join(context, 'image.tar'))).stdout).toBe('slow');
  });

  it('of files from the future has them, and sees that they change', async () => {
    daemon = await startPrivateDaemon();
    const printed: string[] = [];
    for (const [text, year] of [
      ['first', 2100],
      ['second', 2090],
    ] as const) {
      const context = await contextOf({ ...APP, 'main.py': `print('${text}')\n` });
      const then = new Date(`${year}-01-01`);
      await utimes(join(context, 'main.py'), then, then);
      const { exitCode, stderr } = await build(context, IMAGE);
      expect(exitCode, stderr).toBe(0);
      printed.push((await runContainer(join(context, 'image.tar'))).stdout);
    }
    expect(printed).toEqual(['first', 'second']);
  });
});

/** The names of the steps that ran to their end before a build failed; a linked copy with both of its halves. */
function stepsThatFinished(progress: string): readonly string[] {
  const steps = stepsOf(progress);
  const others = new Set(steps.filter(({ state }) => state !== 'ran').map(({ name }) => name));
  return steps.map(({ name }) => name).filter((name) => !others.has(name));
}

/** A signal that is given once, and that others may wait for before or after. */
function signal(): { readonly given: Promise<void>; give(): void } {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
