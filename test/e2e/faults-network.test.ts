import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wheelWith } from '../support/packages.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';
import { contextOf, HEAD, IMAGE, type Outcome, serve, troubledBuild } from '../support/troubled-build.js';

describe.skipIf(!canStartDaemon())('a build', () => {
  let daemon: PrivateDaemon;
  beforeEach(async () => {
    daemon = await startPrivateDaemon();
  });
  afterEach(() => daemon.stop());

  function build(context: string, words: readonly string[]): Promise<Outcome> {
    return troubledBuild(daemon.address, context, words);
  }

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
});
