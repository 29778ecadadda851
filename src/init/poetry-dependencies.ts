import { type Table, textOf, textsOf } from '../lock/values.js';
import { parseConstraint } from '../lock/versions/constraint.js';
import { specifierOf } from '../lock/versions/specifier.js';
import { sourceLine } from './source-line.js';
import { tolerantTable } from './tolerant-toml.js';

/** A dependency that a project declares. */
export interface DeclaredDependency {
  /** As pip takes it. */
  readonly line: string;
  /** Why the line is not what the project says; absent where it is. */
  readonly reason?: string;
  /** It comes from where a table of uv says, of which the project's own metadata knows nothing. */
  readonly hasSource?: boolean;
}

/** The constraint on Python of poetry's own table. */
export function poetryPython(poetry: Table): string | undefined {
  return textOf(tolerantTable(poetry['dependencies'])['python']);
}

/** Dependencies of poetry's own table in pip's notation. */
export function declaredByPoetry(poetry: Table, base: string): readonly DeclaredDependency[] | undefined {
  const dependencies = poetry['dependencies'];
  if (dependencies === undefined) {
    return undefined;
  }
  return Object.entries(tolerantTable(dependencies)).flatMap(([name, value]) => {
    const table = tolerantTable(value);
    if (name === 'python' || table['optional'] === true) {
      return [];
    }
    const line = sourceLine(name, table, base);
    if (line !== undefined) {
      return [{ line }];
    }
    const extras = textsOf(table['extras']).join(',');
    const version = poetrySpecifier(textOf(value) ?? textOf(table['version']) ?? '*');
    return [{ ...version, line: `${name}${extras && `[${extras}]`}${version.line}` }];
  });
}

/** Versions in pip's notation. A text that is no constraint stays as it is: pip says what is wrong with it. */
function poetrySpecifier(text: string): DeclaredDependency {
  const constraint = parseConstraint(text);
  if (constraint === undefined) {
    return { line: text.replaceAll(/\s/g, '') };
  }
  const { text: line, isExact } = specifierOf(constraint);
  return {
    line,
    ...(!isExact && { reason: `${text}, of which pip takes the outer bounds` }),
  };
}
