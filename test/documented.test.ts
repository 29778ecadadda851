import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

const DECLARATION = /^export (?:abstract |async )*(?:function\*?|interface|type|class|const|enum) (\w+)/;

/** Names of the exported declarations of a module that have no comment of their own before them. */
function undocumented(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('// biome-ignore'));
  return lines.flatMap((line, index) => {
    const name = DECLARATION.exec(line)?.[1];
    return name === undefined || lines[index - 1]?.endsWith('*/') ? [] : [name];
  });
}

/** Modules that people write. */
const modules = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.generated.ts'),
);

test('a comment belongs to the declaration below it', () => {
  const text = ['/** Documented. */', 'export const a = 1;', 'export const b = 2;', '', 'export type C = 1;'];
  expect(undocumented(text.join('\n'))).toEqual(['b', 'C']);
});

test('whatever a module exports says what it is', () => {
  expect(modules.length).toBeGreaterThan(300);
  const missing = modules.flatMap((path) =>
    undocumented(readFileSync(join(SOURCES, path), 'utf8')).map((name) => `${path}: ${name}`),
  );
  expect(missing).toEqual([]);
});
