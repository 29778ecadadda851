import {
  entryValue,
  type ParsedNode,
  type ParsedScalar,
  spanOfText,
} from '../../../parse/parsed-document.js';
import { readExtras } from '../../../requirement/pep508.js';
import type { ParsedRequirement } from '../../../requirement/requirement.js';
import type { Source } from '../../../source/source.js';
import type { Located } from '../../mopyfile.js';
import type { Report, Violation } from '../../report.js';
import { scalarItems } from '../../scalars.js';
import type { LockEntry } from './lock-requirement.js';

/** An entry as it stands in the file. */
interface WrittenEntry {
  readonly source: Source;
  /** The path, with extras in brackets. */
  readonly scalar: ParsedScalar;
  /** The scalar itself, or the mapping in which it is `lock`. */
  readonly item: ParsedNode;
  readonly requirement: Extract<ParsedRequirement, { readonly kind: 'local' }>;
}

/** The entry for a lock file; undefined where a problem was reported. */
export function readLockEntry(
  { source, scalar, item, requirement }: WrittenEntry,
  report: Report,
): LockEntry | undefined {
  const marker = scalar.text.indexOf(';');
  if (marker >= 0) {
    report({
      code: 'pip-syntax',
      message: 'a lock file takes no marker',
      hint: 'leave it out: the packages of the lock have their own',
      at: spanOfText(scalar, marker, scalar.text.length),
    });
    return undefined;
  }
  const { path, pathSpan, display } = requirement;
  const inMapping = (key: string): readonly Located<string>[] =>
    item.kind === 'mapping'
      ? scalarItems(entryValue(item, key)).map(({ text, span }) => ({
          value: text,
          location: { source, span },
        }))
      : [];
  return {
    display,
    path,
    pathSpan: spanOfText(scalar, pathSpan.start, pathSpan.end),
    extras: [...extrasInBrackets(source, scalar, pathSpan.end), ...inMapping('extras')],
    groups: inMapping('groups'),
    location: { source, span: scalar.span },
  };
}

function extrasInBrackets(source: Source, scalar: ParsedScalar, from: number): readonly Located<string>[] {
  return readExtras({ text: scalar.text, at: from }).extras.map(({ start, end }) => ({
    value: scalar.text.slice(start, end),
    location: { source, span: spanOfText(scalar, start, end) },
  }));
}

/** The problem of a mapping whose `lock` names something else. */
export function noLockFile(scalar: ParsedScalar): Violation {
  return {
    code: 'pip-path-kind',
    message: '`lock` names no lock file that mopy knows',
    hint: 'lock files are `./uv.lock`, `./poetry.lock`, `./pdm.lock`, `./Pipfile.lock`, `./pylock.toml` and `./pylock.<name>.toml`; `./pyproject.toml` can be named too',
    at: scalar.span,
  };
}
