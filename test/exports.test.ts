import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

const DECLARATION = /^export (?:abstract |async )*(?:function\*?|interface|type|class|const|enum) (\w+)/;

/** An exported declaration of a module. */
interface Declaration {
  readonly name: string;
  readonly hasComment: boolean;
}

function declarationsOf(text: string): readonly Declaration[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('// biome-ignore'));
  return lines.flatMap((line, index) => {
    const name = DECLARATION.exec(line)?.[1];
    return name === undefined ? [] : [{ name, hasComment: lines[index - 1]?.endsWith('*/') === true }];
  });
}

/** Modules that people write. */
const modules = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.generated.ts'),
);

const declarations = modules.flatMap((path) =>
  declarationsOf(readFileSync(join(SOURCES, path), 'utf8')).map((one) => ({ ...one, path })),
);

test('a comment belongs to the declaration below it', () => {
  const text = ['/** Documented. */', 'export const a = 1;', 'export const b = 2;', '', 'export type C = 1;'];
  expect(declarationsOf(text.join('\n'))).toEqual([
    { name: 'a', hasComment: true },
    { name: 'b', hasComment: false },
    { name: 'C', hasComment: false },
  ]);
});

test('whatever a module exports says what it is', () => {
  expect(declarations.length).toBeGreaterThan(500);
  expect(
    declarations.filter(({ hasComment }) => !hasComment).map(({ path, name }) => `${path}: ${name}`),
  ).toEqual([]);
});

test('no two modules export the same name, the library aside, which wraps others', () => {
  const own = declarations.filter(({ path }) => path !== 'library.ts');
  const names = own.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test.each(['src', 'scripts', 'test', 'bench'])(
  'no comment of %s begins with "What", which leaves out the thing',
  (room) => {
    const beginning = /^[ \t]*(?:(?:\/\*\*|\/\*\*\n[ \t]*\*|\/\/|#) |""")(?:What|Whatever|Something)\b/m;
    const folder = join(SOURCES, '..', room);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (path) => /\.(?:ts|mjs|py)$/.test(path) && !path.endsWith('.generated.ts'),
    );
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((path) => beginning.test(readFileSync(join(folder, path), 'utf8')))).toEqual([]);
  },
);
