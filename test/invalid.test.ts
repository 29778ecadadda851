import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compile } from '../src/compile.js';
import type { BuildContext } from '../src/context/context.js';
import { folderContext } from '../src/context/folder.js';
import type { Platform } from '../src/plan/plan.js';
import type { Diagnostic } from '../src/source/diagnostic.js';
import { DIAGNOSTIC_CODES } from '../src/source/diagnostic-code.js';
import { formatDiagnostic } from '../src/source/format-diagnostic.js';

/** Each folder holds a Mopyfile that gets one code, and what is printed about it. `UPDATE=1` writes that anew. */
const FOLDER = fileURLToPath(new URL('invalid', import.meta.url));
const DOCUMENTATION = fileURLToPath(new URL('../docs/diagnostics.md', import.meta.url));

/** The form of a folder's `options.json`, for errors that a Mopyfile alone cannot show. */
interface CaseOptions {
  readonly platforms?: readonly Platform[];
  /** The number of `#` that are added to the file. */
  readonly padding?: number;
  /** A file that the operating system refuses to read. */
  readonly unreadable?: string;
  /** A path that it does not even look up, since a folder on the way is closed. */
  readonly closed?: string;
  /** A link in a folder; a real one would be followed when the tests are copied. */
  readonly link?: { readonly folder: string; readonly name: string; readonly target: string };
}

function contextOf(folder: string, { unreadable, closed, link }: CaseOptions): BuildContext {
  const context = folderContext(folder);
  const refuse = (path: string, refused: string | undefined): void => {
    if (path === refused) {
      throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
    }
  };
  return {
    prefix: '',
    async stat(path) {
      refuse(path, closed);
      return context.stat(path);
    },
    async read(path) {
      refuse(path, unreadable);
      return context.read(path);
    },
    list: async (path) => [
      ...((await context.list?.(path)) ?? []),
      ...(link?.folder === path ? [{ ...link, kind: 'link' } as const] : []),
    ],
  };
}

async function diagnosticsOf(code: string): Promise<readonly Diagnostic[]> {
  const folder = join(FOLDER, code);
  const optionsFile = join(folder, 'options.json');
  const options: CaseOptions = existsSync(optionsFile) ? JSON.parse(readFileSync(optionsFile, 'utf8')) : {};
  const text = readFileSync(join(folder, 'Mopyfile.yaml'));
  const bytes = Buffer.concat([text, Buffer.alloc(options.padding ?? 0, '#')]);
  const { diagnostics } = await compile({ bytes, filename: 'Mopyfile.yaml' }, contextOf(folder, options), {
    now: new Date('2026-11-01T00:00:00Z'),
    contextPath: 'Mopyfile.yaml',
    platforms: options.platforms ?? [],
    credentials: 'inline',
    baseImages: new Map(),
    labels: new Map(),
    compilerVersion: '1.0.0',
  });
  return diagnostics;
}

describe('invalid Mopyfiles', () => {
  test.each(DIAGNOSTIC_CODES)('%s', async (code) => {
    const diagnostics = await diagnosticsOf(code);
    const printed = diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join('\n');
    const expected = join(FOLDER, code, 'expected.txt');
    if (process.env['UPDATE']) {
      writeFileSync(expected, printed);
    }
    expect(printed).toBe(readFileSync(expected, 'utf8'));
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    expect(printed).not.toMatch(/topsecret|hunter2|alice|bob\b/);
    for (const diagnostic of diagnostics) {
      expect(diagnostic.hint, diagnostic.message).toBeTruthy();
      expect(diagnostic.message).not.toMatch(/\.$/);
    }
  });

  test('there is a folder for each code and no other', () => {
    expect(readdirSync(FOLDER).toSorted()).toEqual(DIAGNOSTIC_CODES.toSorted());
  });

  test('the documentation has a row for each code and no other', () => {
    const rows = readFileSync(DOCUMENTATION, 'utf8').matchAll(/^\| `([a-z0-9-]+)` \|/gm);
    expect([...rows].map(([, code]) => code).toSorted()).toEqual(DIAGNOSTIC_CODES.toSorted());
  });
});
