import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { wheelWith } from '../support/packages.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';
import { startRegistry } from '../support/registry.js';
import { aptMirror } from '../support/servers/apt-mirror.js';
import { stepsOf, stepsThatRan } from '../support/steps.js';
import { APP, buildsOn, contextOf, HEAD, IMAGE, serve } from '../support/troubled-build.js';

describe.skipIf(!canStartDaemon())('a build', () => {
  let daemon: PrivateDaemon;
  const build = buildsOn(() => daemon);
  beforeEach(async () => {
    daemon = await startPrivateDaemon();
  });
  afterEach(() => daemon.stop());

  it('whose registry goes away in a push says that the image is built, which the same command pushes', async () => {
    const registry = await startRegistry();
    onTestFinished(registry.stop);
    const image = `${registry.host}/app:1`;
    const words = ['-push', '-tag', image, '-metadata-file', 'metadata.json'];
    const context = await contextOf(APP);
    const failed = await build(context, words, registry.breakOff);
    expect(failed).toMatchObject({
      exitCode: 1,
      files: ['Mopyfile.yaml', 'main.py'],
      stderr: expect.stringMatching(
        /failed to push .*\nerror: buildctl .*\n {2}hint: the image is built and in the cache: once the registry takes it, the same command pushes it and runs no step again\n$/,
      ),
    });
    expect(await registry.manifest(image)).toBeUndefined();
    const there = registry.moved().pushed.map(({ digest }) => digest);
    expect(there).not.toEqual([]);

    await registry.restart();
    const pushed = await build(context, [...words, '-progress=rawjson']);
    expect(pushed.exitCode, pushed.stderr).toBe(0);
    expect(stepsOf(pushed.stderr).length).toBeGreaterThan(5);
    expect(stepsThatRan(pushed.stderr)).toEqual([]);
    expect(await registry.manifest(image)).toBeDefined();
    const later = registry.moved().pushed.map(({ digest }) => digest);
    expect(later).not.toEqual([]);
    expect(later.filter((digest) => there.includes(digest))).toEqual([]);
  });

  it('with a step whose network is cut ends with the reason, at its line', async () => {
    const host = await serve((_request, response) => void response.socket?.destroy());
    const mopyfile = `${HEAD}pip: ["${host.origin}/cut-1.0.tar.gz"]\n`;
    const outcome = await build(await contextOf({ 'Mopyfile.yaml': mopyfile }), IMAGE);
    expect(outcome).toMatchObject({ exitCode: 1, files: ['Mopyfile.yaml'] });
    expect(outcome.stderr).toMatch(
      /^failed: install [^\n]*\nMopyfile\.yaml:3\n.*^ {2}(?:ERROR|\S+Error|\S+\.\w+): [^\n]*(?:[Cc]onnection|Max retries)/ms,
    );
  });

  it.each([
    // pip 24 takes what has arrived for the whole file.
    ['3.11', /^ {2}ERROR: .*cut-1\.0-py3-none-any\.whl/],
    ['3.13', /^ {2}× Download failed because not enough bytes were received/],
  ])(
    'with a download that is cut, for Python %s, ends at its line; the next one is whole',
    async (python, reason) => {
      const { filename, content } = wheelWith('cut', '1.0', {
        'cut.bin': randomBytes(500_000).toString('hex'),
      });
      let isCut = true;
      const host = await serve((_request, response) => {
        // As PyPI's, so that pip may keep it.
        response.writeHead(200, { 'content-length': content.length, 'cache-control': 'max-age=365000000' });
        if (isCut) {
          response.write(content.subarray(0, content.length / 2), () => response.socket?.destroy());
        } else {
          response.end(content);
        }
      });
      const context = await contextOf({
        'Mopyfile.yaml': `#syntax=mopy/mopy:1\npython: ${python}\npip: ["${host.origin}/${filename}"]\n`,
      });
      const cut = await build(context, IMAGE);
      isCut = false;
      const whole = await build(context, IMAGE);
      expect(cut).toMatchObject({ exitCode: 1, files: ['Mopyfile.yaml'] });
      expect(cut.stderr).toMatch(/^failed: install [^\n]*\nMopyfile\.yaml:3\n/m);
      expect(cut.stderr.split('\n')).toContainEqual(expect.stringMatching(reason));
      expect(whole.exitCode, whole.stderr).toBe(0);
    },
  );

  it('with a package of Debian that is cut ends at its line; the next one is whole', async () => {
    const mirror = await aptMirror({ cut: { control: { data: randomBytes(500_000).toString('hex') } } });
    onTestFinished(mirror.stop);
    const context = await contextOf({
      'Mopyfile.yaml': `${HEAD}build-deps: [cut]\npip: [six]\n`,
      // With mopy's own cache of packages, in which apt leaves a part of this one.
      'apt.conf': mirror.settings.replace(/^Dir::Cache .*\n/m, ''),
    });
    const words = [...IMAGE, '-secret', 'id=apt.conf,src=apt.conf'];
    mirror.cut(true);
    const cut = await build(context, words);
    mirror.cut(false);
    const whole = await build(context, words);
    expect(cut).toMatchObject({ exitCode: 1, files: ['Mopyfile.yaml', 'apt.conf'] });
    expect(cut.stderr).toMatch(/^failed: install cut with apt:\nMopyfile\.yaml:3\n/m);
    expect(cut.stderr).toMatch(/^ {2}E: Failed to fetch \S+\/cut\.deb {2}.*Remote end closed connection/m);
    expect(whole.exitCode, whole.stderr).toBe(0);
  });
});
