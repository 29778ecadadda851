import type { ParsedDocument } from '../../parse/parsed-document.js';
import { closest } from '../did-you-mean.js';
import type { Key, KeyInput } from '../key.js';
import type { Mopyfile, PythonVersion } from '../mopyfile.js';
import type { Violation } from '../report.js';
import { type Explanation, REMOVE } from '../shape.js';
import { endedOn, RECOMMENDED_VERSION } from './python/end-of-life.js';

/** The interpreter. */
export const python: Key<Pick<Mopyfile, 'python'>> = {
  name: 'python',
  shape: {
    subject: '`python`',
    expected: 'a version',
    example: '`python: 3.13`',
    empty: REMOVE,
    accepts: { text: true },
    explain: explainVersion,
  },
  read: (input) => ({ python: readPython(input) }),
};

const DEFAULT_VERSION = '3.9';

/** The interpreter's version as written, with a warning when it is old or not given. */
function readPython({ document, value: node, now, report }: KeyInput): PythonVersion {
  if (node === undefined && hasMisspeltKey(document)) {
    return { version: DEFAULT_VERSION };
  }
  if (node === undefined) {
    report(missingPython(document, endedOn(DEFAULT_VERSION, now)));
    return { version: DEFAULT_VERSION };
  }
  if (node.kind !== 'scalar') {
    return { version: DEFAULT_VERSION };
  }
  const ended = endedOn(node.text, now);
  if (ended !== undefined) {
    report({
      code: 'python-end-of-life',
      severity: 'warning',
      message: `Python ${node.text} has had no security fixes since ${ended}`,
      hint: `use a newer version, for example \`python: ${RECOMMENDED_VERSION}\``,
      at: node.span,
    });
  }
  return { version: node.text, location: { source: document.source, span: node.span } };
}

/** Whether a key was probably meant to be this one: its error says so, and nothing is missing. */
function hasMisspeltKey({ root }: ParsedDocument): boolean {
  return root.entries.some(({ key }) => closest(key.text, ['python']) !== undefined);
}

function missingPython(document: ParsedDocument, ended: string | undefined): Violation {
  const { start } = document.root.span;
  const age = ended === undefined ? '' : `, which has had no security fixes since ${ended}`;
  return {
    code: 'missing-python',
    severity: 'warning',
    message: `without the key \`python\` this is Python ${DEFAULT_VERSION}${age}`,
    hint: `say which version you need, for example \`python: ${RECOMMENDED_VERSION}\``,
    at: { start, end: start },
  };
}

/** The reason why a text is no version that the schema accepts. */
function explainVersion(text: string): Explanation {
  if (/^2(\.|$)/.test(text)) {
    const hint = `port the program to Python 3 and write \`python: ${RECOMMENDED_VERSION}\``;
    return { code: 'python-version', message: 'Python 2 is not supported', hint };
  }
  return {
    code: 'python-version',
    message: text === '' ? '`python` is empty' : `\`${text}\` is not a Python version`,
    hint: 'write `3`, `3.13` or `3.13.1`: numbers and dots alone',
  };
}
