import { entryValue, type ParsedNode } from '../../parse/parsed-document.js';
import { type CommandPlace, commandShape, readCommand } from '../commands/read-command.js';
import type { Key } from '../key.js';
import type { CheckCommand, Mopyfile } from '../mopyfile.js';
import { scalarOf } from '../scalars.js';
import { REMOVE, type Shape } from '../shape.js';

const SUBJECT = 'this entry of `checks`';

/** Seconds that a check has where it says nothing. */
const DEFAULT_TIMEOUT = 60;

const TIMEOUT: Shape = {
  subject: '`timeout`',
  expected: 'a number of seconds',
  example: '`timeout: 120`',
  empty: REMOVE,
  accepts: { text: true },
  explain: (text) => ({
    code: 'check-timeout',
    message: `\`${text}\` is not a number of seconds`,
    hint: 'write a whole number from 1 to 86400, for example `timeout: 120`',
  }),
};

/** Commands that have to succeed in the finished image. */
export const checks: Key<Pick<Mopyfile, 'checks'>> = {
  name: 'checks',
  shape: {
    subject: '`checks`',
    expected: 'a list of commands',
    example: 'checks:\n  - python manage.py check --deploy',
    empty: REMOVE,
    synonyms: ['check', 'test', 'tests'],
    accepts: {
      list: commandShape(SUBJECT, '`- python manage.py check --deploy`', {
        expected: 'a command, a list of its words, or a mapping with `run` and `timeout`',
        accepts: {
          mapping: {
            kind: 'keys',
            called: 'a check',
            keys: new Map([
              [
                'run',
                commandShape('`run`', '`run: python -m app --self-test`', {
                  missing: 'put a command that holds `: ` in quotes, or say what is run',
                }),
              ],
              ['timeout', TIMEOUT],
            ]),
          },
        },
      }),
    },
  },
  read: ({ document: { source }, value, report }) => {
    const place: CommandPlace = { source, subject: SUBJECT, variables: 'allowed', report };
    return {
      checks: (value?.kind === 'sequence' ? value.items : []).flatMap((item) => readCheck(item, place) ?? []),
    };
  },
};

function readCheck(node: ParsedNode, place: CommandPlace): CheckCommand | undefined {
  if (node.kind !== 'mapping') {
    const line = readCommand(node, place);
    return line && { ...line, timeout: DEFAULT_TIMEOUT };
  }
  const line = readCommand(entryValue(node, 'run'), { ...place, subject: '`run`' });
  const seconds = scalarOf(entryValue(node, 'timeout'))?.text;
  return line && { ...line, timeout: seconds === undefined ? DEFAULT_TIMEOUT : Number(seconds) };
}
