import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/image.js';
import { run } from '../support/mopy.js';

const ENGINE = fileURLToPath(new URL('../engine/engine', import.meta.url));
const SCRIPTS = fileURLToPath(new URL('../../src/plan/scripts', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../support/console_scripts.py', import.meta.url));

/** Modules that import conditionally, change the search path, make up submodules, or are namespace packages. */
const DISTRIBUTIONS =
  'aiohttp==3.14.5 alembic==1.20.1 babel==2.19.0 black==26.10.1 build==1.6.1 celery==5.7.0 cookiecutter==2.7.1 daphne==4.2.3 ' +
  'django==5.2.19 fastapi==0.165.0 flake8==7.5.0 flask==3.1.3 gevent==26.9.0 google-cloud-storage==3.17.1 gunicorn==27.0.1 ' +
  'httpie==3.2.4 httpx==0.28.1 hypercorn==0.18.0 ipython==9.18.1 mkdocs==1.6.1 numpy==2.4.6 poetry-core==2.5.0 pygments==2.21.0 ' +
  'pylint==4.1.4 pytest==9.2.0 requests==2.34.2 ruamel.yaml==0.19.1 scrapy==2.19.0 sphinx==9.0.4 sqlalchemy==2.1.9 ' +
  'supervisor==4.3.0 twisted==26.10.0 uvicorn==0.54.0 virtualenv==21.15.11 zope.interface==8.7';

/** Needs an extra that was not asked for: graphviz of Automat, conch of Twisted. */
const TRUE = ['automat/_visualize.py:8: graphviz', 'twisted/conch/ssh/keys.py:18: bcrypt'];

describe('the imports of what is installed', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let answer: {
    readonly modules: number;
    readonly found: readonly string[];
    readonly vain: readonly string[];
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    const environment = join(folder.path, 'venv');
    const python = join(environment, 'bin/python');
    const pip = ['-m', 'pip', '--python', python, 'install', '--quiet', '--no-compile'];
    await succeed(ENGINE, ['python', '-m', 'venv', '--without-pip', environment]);
    await succeed(ENGINE, ['python', ...pip, ...DISTRIBUTIONS.split(' ')]);
    answer = JSON.parse(await succeed(python, ['-B', PROGRAM, SCRIPTS]));
  });
  afterAll(() => folder.remove());

  it('raise no false alarm', () => {
    expect(answer.modules).toBeGreaterThan(30);
    expect(answer.found).toEqual(TRUE);
  });

  it('raise none where a program reaches them', () => {
    expect(answer.vain).toContain('bcrypt');
    expect(answer.vain.filter((name) => !TRUE.some((line) => line.endsWith(`: ${name}`)))).toEqual([]);
  });
});

async function succeed(program: string, words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run(program, words);
  if (exitCode !== 0) {
    throw new Error(stderr);
  }
  return stdout;
}
