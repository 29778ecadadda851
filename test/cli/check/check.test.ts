import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workflowCommands } from '../../../src/cli/check/github.js';
import { sarifLog } from '../../../src/cli/check/sarif.js';
import { main } from '../../../src/cli.js';
import type { Diagnostic } from '../../../src/source/diagnostic.js';
import type { Source } from '../../../src/source/source.js';
import { schemaErrors } from '../../support/published-schemas.js';
import { fakeIo } from '../fake-io.js';

const RIGHT = '#syntax=mopy/mopy:1\npython: 3.13\n';
const WRONG = '#syntax=mopy/mopy:1\npython: 2.7\nindices:\n  - url: https://u:hunter2@[\n';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mopy-check-'));
  await mkdir(join(folder, 'service'));
  await writeFile(join(folder, 'Mopyfile.yaml'), RIGHT);
  await writeFile(join(folder, 'service/Mopyfile.yaml'), WRONG);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs `-check` on files; those that are read are the world's, those that are looked for are real. */
async function check(words: readonly string[]) {
  const files = {
    [join(folder, 'Mopyfile.yaml')]: RIGHT,
    [join(folder, 'service/Mopyfile.yaml')]: WRONG,
  };
  const io = fakeIo({ files });
  return { exitCode: await main(words, io), ...io.written };
}

describe('-check', () => {
  it('tells of any number of problems', async () => {
    const count = 140_000;
    const io = fakeIo({ files: { many: `${RIGHT}pip:\n${'  -\n'.repeat(count)}` } });
    expect(await main(['-check', '-f', 'many'], io)).toBe(1);
    expect(io.written.stderr.trimEnd().split('\n').at(-1)).toBe(
      '140000 errors; 139,000 of them are not shown',
    );
  });

  it('says so where nothing is wrong', async () => {
    expect(await check(['-check', folder])).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `${folder}/Mopyfile.yaml: no problems\n`,
      files: {},
    });
  });

  it('takes several files and folders', async () => {
    const { exitCode, stdout, stderr } = await check([
      '-check',
      folder,
      join(folder, 'service/Mopyfile.yaml'),
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('service/Mopyfile.yaml:2:9: error[python-version]');
    expect(stderr).toContain('Mopyfile.yaml: no problems\n');
  });

  it('writes JSON', async () => {
    const { exitCode, stdout, stderr } = await check(['-check=json', join(folder, 'service')]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(JSON.parse(stdout)[0]).toEqual({
      code: 'python-version',
      severity: 'error',
      message: 'Python 2 is not supported',
      hint: 'port the program to Python 3 and write `python: 3.13`',
      file: `${folder}/service/Mopyfile.yaml`,
      start: { line: 2, column: 9 },
      end: { line: 2, column: 12 },
      documentation: expect.stringMatching(/^https:.*diagnostics\.md$/),
    });
    expect(JSON.parse((await check(['-check=json', folder])).stdout)).toEqual([]);
  });

  it('writes SARIF to a file', async () => {
    const { files } = await check(['-check=sarif', '-out=mopy.sarif', join(folder, 'service')]);
    const log: Log = JSON.parse(files['mopy.sarif'] ?? '');
    expect(schemaErrors('sarif-2.1.0', log)).toEqual([]);
    const [run] = log.runs;
    for (const { ruleId, ruleIndex = -1 } of run?.results ?? []) {
      expect(run?.tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId);
    }
    expect(run?.results?.[0]).toMatchObject({ ruleId: 'python-version', level: 'error' });
  });

  it.each(['json', 'sarif', 'github'])('writes no credential: %s', async (format) => {
    const { stdout } = await check([`-check=${format}`, join(folder, 'service')]);
    expect(stdout).toContain('python-version');
    expect(stdout).not.toContain('hunter2');
  });

  it('refuses to write over what it reads', async () => {
    const words = ['-check=json', `-out=${folder}/Mopyfile.yaml`, folder];
    expect(await check(words)).toMatchObject({ exitCode: 2, files: {} });
  });
});

const source: Source = { kind: 'mopyfile', filename: 'a, b: c%.yaml', text: 'pip:\n  - x\n  - y\n' };

const several: Diagnostic = {
  code: 'pip-syntax',
  severity: 'warning',
  message: '100% wrong\u001b[31m',
  hint: 'one\ntwo',
  locations: [
    { source, span: { start: 7, end: 15 } },
    { source, span: { start: 0, end: 3 } },
  ],
};

it('escapes workflow commands', () => {
  expect(workflowCommands([several])).toBe(
    '::warning file=a%2C b%3A c%25.yaml,line=2,endLine=3,title=pip-syntax::100%25 wrong\ufffd[31m%0Ahint: one%0Atwo\n',
  );
  expect(workflowCommands([])).toBe('');
});

/** A workflow command as GitHub's runner reads it: percent signs last, and in properties also `:` and `,`. */
function asRunnerReads(line: string): Readonly<Record<string, string>> {
  const [, command = '', properties = '', data = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const decoded = (text: string) =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const pairs = properties.split(',').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return [name, decoded(value.replaceAll('%3A', ':').replaceAll('%2C', ','))];
  });
  return { command, message: decoded(data), ...Object.fromEntries(pairs) };
}

it('is understood by the runner of workflows', async () => {
  expect(asRunnerReads(workflowCommands([several]).trimEnd())).toEqual({
    command: 'warning',
    file: 'a, b: c%.yaml',
    line: '2',
    endLine: '3',
    title: 'pip-syntax',
    message: '100% wrong\ufffd[31m\nhint: one\ntwo',
  });
  const { stdout } = await check(['-check=github', join(folder, 'service')]);
  const read = stdout.trimEnd().split('\n').map(asRunnerReads);
  const files = read.map(({ file }) => file);
  expect(new Set(files)).toEqual(new Set([join(folder, 'service/Mopyfile.yaml')]));
  expect(read[0]).toMatchObject({ command: 'error', line: '2', col: '9', title: 'python-version' });
});

it('describes places as SARIF does', () => {
  // The types are those of the standard's schema.
  const log: Log = sarifLog([several]);
  expect(schemaErrors('sarif-2.1.0', JSON.parse(JSON.stringify(log)))).toEqual([]);
  expect(log.runs[0]?.results?.[0]).toMatchObject({
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'a%2C%20b%3A%20c%25.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 2, startColumn: 3, endLine: 3, endColumn: 5 },
        },
      },
    ],
    relatedLocations: [{ id: 1 }],
  });
});
