import { describe, expect, it } from 'vitest';
import { builtImage, uncachedEnvs } from '../support/built-image.js';
import { runContainer } from '../support/engine.js';
import { failedBuild } from '../support/failed-build.js';

/** A package with a console script, one of whose modules imports another than there is; a second one stays aside. */
const old = (imported: string) => ({
  'old/pyproject.toml': `[build-system]
requires = ["setuptools<82"]
build-backend = "setuptools.build_meta"
[project]
name = "old"
version = "1.2"
[project.scripts]
old-server = "old.web:main"
[tool.setuptools]
packages = ["old"]
`,
  'old/old/__init__.py': '',
  'old/old/web.py': `from . import server\n\ndef main():\n    print(server.__name__)\n`,
  'old/old/server.py': `import ${imported}\n`,
  'old/old/aside.py': 'import absent_2\n',
});

const FAILURES = [
  ['3.13', 'cgi', 'Python 3.13 removed it .*: write `python: 3.12`, or add `legacy-cgi` to `pip`'],
  ['3.9.2', 'tomllib', 'it is part of Python from 3.11 on, this is 3.9: choose a newer `python`'],
] as const;

function reasonOf(name: string, remedy: string): string {
  const module = name.replaceAll('.', '\\.');
  return `cannot work: old 1\\.2 imports \`${module}\` \\(old/server\\.py:1\\), which nothing provides: ${remedy}`;
}

describe.each(FAILURES)('on Python %s, an installed package that imports %s', (python, name, remedy) => {
  const build = failedBuild({
    'Mopyfile.yaml': `python: ${python}\npip: [./old]\nproject: main.py\n`,
    'main.py': 'import json\nimport old.web\n',
    ...old(name),
  });

  it('fails the build at the import of the program', () => {
    const place = 'error: main\\.py:2: `import old\\.web` ';
    expect(build.stderr).toMatch(new RegExp(place + reasonOf(name, remedy)));
    expect(build.stderr).toMatch(/>>> project: main\.py/);
  });
});

describe('a console script whose package imports what nothing provides', () => {
  const build = failedBuild({
    'Mopyfile.yaml': 'python: 3.11\npip: [./old]\ncommand: old-server\n',
    ...old('absent_1'),
  });

  it('fails the build at the command', () => {
    const place = 'error: /opt/venv/bin/old-server:\\d+: `from old\\.web import main` ';
    const remedy = 'add the distribution that brings `absent_1` to `pip`';
    expect(build.stderr).toMatch(new RegExp(place + reasonOf('absent_1', remedy)));
    expect(build.stderr).toMatch(/>>> command: old-server/);
  });
});

describe('an installed package that imports pkg_resources, beside a setuptools without', () => {
  const build = failedBuild({
    'Mopyfile.yaml': 'python: 3.11\npip: [./old, setuptools>=82]\ncommand: old-server\n',
    ...old('pkg_resources'),
  });

  it('fails the build with the limit', () => {
    expect(build.stderr).toMatch(
      /imports `pkg_resources` .*setuptools has it up to release 81: add `setuptools<82` to `pip`/,
    );
  });
});

describe('a release of a package that lacks what another takes from it', () => {
  const build = failedBuild({
    'Mopyfile.yaml': 'python: 3.13\npip: [flask==2.2.2]\nproject: [main.py, views.py]\n',
    'main.py': 'from collections import Mapping\nfrom flask import Flask\nfrom views import indx\n',
    'views.py': 'def index():\n    return "hello"\n',
  });

  it.each([
    'main\\.py:2: `from flask import Flask` cannot work: Flask 2\\.2\\.2 imports `werkzeug\\.urls\\.url_quote` \\(flask/app\\.py:\\d+\\), [wW]erkzeug 3\\.\\S+ has no `werkzeug\\.urls\\.url_quote`: .* such as `[wW]erkzeug<3`',
    'main\\.py:1: `from collections import Mapping` cannot work: .*write `python: 3\\.9`, or import it from `collections\\.abc`',
    'main\\.py:3: `from views import indx` cannot work: `views` has no `indx`: did you mean `index`\\?',
  ])('fails the build: %s', (line) => {
    expect(build.stderr).toMatch(new RegExp(`error: ${line}`));
    expect(build.stderr).toMatch(/>>> project: \[main\.py, views\.py\]/);
  });
});

describe('releases that were published before a version of Python', () => {
  const files = {
    'wsgi.py': 'from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application\n',
  };
  const mopyfile = (packages: string) =>
    `python: 3.13\npip: [${packages}]\nproject: [wsgi.py]\ncommand: gunicorn wsgi\n`;
  const OLD = 'django==3.2.25, gunicorn==20.0.4';
  const build = failedBuild({ ...files, 'Mopyfile.yaml': mopyfile(OLD) });
  const built = builtImage({
    ...files,
    'Mopyfile.yaml': `${mopyfile(`${OLD}, legacy-cgi, setuptools<82`)}${uncachedEnvs()}`,
  });

  it('fail the build where the program reaches what is gone', () => {
    expect(build.stderr).toMatch(
      /bin\/gunicorn:\d+: .*gunicorn 20\.0\.4 imports `pkg_resources` \(gunicorn\/util\.py:\d+\).*add `setuptools<82`/,
    );
    expect(build.stderr).toMatch(
      /wsgi\.py:1: .*Django 3\.2\.25 imports `cgi` \(django\/http\/request\.py:1\).*write `python: 3\.12`, or add `legacy-cgi`/,
    );
  });

  it('start with what the messages say', async () => {
    const program = 'import wsgi, gunicorn.app.wsgiapp; print(callable(wsgi.application))';
    expect(await runContainer(built.tar, ['python', '-c', program])).toMatchObject({ stdout: 'True' });
  });
});
