import { splitCommand } from '../validate/commands/split-command.js';
import { MOPYFILE_FORMAT } from '../validate/format.js';
import type { Alternative, Finding } from './finding.js';
import type { Findings } from './findings.js';

/** A line of the file, and the comment beside it. */
interface Line {
  readonly text: string;
  readonly comment: string;
}

/** The comment of a longer line stands above it. */
const WIDTH = 48;

const SYNTAX = '#syntax=mopy/mopy:1';

/** Spells a Mopyfile, with the reason of each decision beside it. */
export function writeMopyfile(findings: Findings): string {
  const blocks: Readonly<Record<string, readonly Line[]>> = {
    python: keyLine('python', findings.python),
    'build-deps': list('build-deps', findings.buildDeps),
    'runtime-deps': list('runtime-deps', findings.runtimeDeps),
    envs: mapping('envs', findings.envs),
    pip: list('pip', findings.pip),
    project: projectLines(findings.project),
    command: commandLines(findings.command),
    prepare: list('prepare', findings.prepare),
    ports:
      findings.port === undefined
        ? []
        : keyLine('ports', { ...findings.port, value: `[${findings.port.value}]` }),
    healthcheck: findings.healthcheck === undefined ? [] : keyLine('healthcheck', findings.healthcheck),
  };
  const lines = MOPYFILE_FORMAT.keys.flatMap(({ name }) => blocks[name] ?? []);
  return `${[SYNTAX, '', ...aligned([...lines, ...findings.alternatives.map(alternativeLine)])].join('\n')}\n`;
}

function keyLine(key: string, { value, reason }: Finding<string>): readonly Line[] {
  return [{ text: `${key}: ${key === 'ports' ? value : scalar(value)}`, comment: reason }];
}

function list(key: string, entries: readonly Finding<string>[]): readonly Line[] {
  const lines = entries.map(({ value, reason }) => ({ text: `  - ${scalar(value)}`, comment: reason }));
  return lines.length === 0 ? [] : [{ text: `${key}:`, comment: '' }, ...lines];
}

function mapping(key: string, entries: Findings['envs']): readonly Line[] {
  const lines = entries.map(([name, { value, reason }]) => ({
    text: `  ${name}: ${/^(true|false|null|yes|no|on|off|[\d.+-].*)$/i.test(value) ? JSON.stringify(value) : scalar(value)}`,
    comment: reason,
  }));
  return lines.length === 0 ? [] : [{ text: `${key}:`, comment: '' }, ...lines];
}

function projectLines(project: Findings['project']): readonly Line[] {
  if (project === undefined) {
    return [];
  }
  const { value, reason } = project;
  if (typeof value === 'string') {
    return [{ text: `project: ${scalar(value)}`, comment: reason }];
  }
  const flow = `project: [${value.map((entry) => scalar(entry, true)).join(', ')}]`;
  return flow.length <= 2 * WIDTH
    ? [{ text: flow, comment: reason }]
    : [
        { text: 'project:', comment: reason },
        ...value.map((entry) => ({ text: `  - ${scalar(entry)}`, comment: '' })),
      ];
}

function commandLines(command: Findings['command']): readonly Line[] {
  return command === undefined
    ? []
    : [{ text: `command: ${commandText(command.value)}`, comment: command.reason }];
}

/** A command as one string where that is split into the same words, else as a list. */
function commandText(words: readonly string[]): string {
  const text = words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`)).join(' ');
  const split = splitCommand(text);
  const isSame = 'words' in split && JSON.stringify(split.words) === JSON.stringify(words);
  return isSame ? scalar(text) : `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

function alternativeLine({ line, reason }: Alternative): Line {
  return { text: `# ${line}`, comment: reason };
}

/** A scalar; in quotes where YAML would take it for something else than its text. */
function scalar(text: string, inFlow = false): string {
  const isPlain =
    text !== '' &&
    !/^[\s\-?:,[\]{}#&*!|>'"%@`]/.test(text) &&
    !/:(\s|$)|\s#|\s$|[\p{Cc}]/u.test(text) &&
    !(inFlow && /[,[\]{}]/.test(text));
  return isPlain ? text : JSON.stringify(text);
}

/** Comments of short lines begin in one column. */
function aligned(written: readonly Line[]): readonly string[] {
  // A reason may quote a file, with its line breaks.
  const lines = written.map((line) => ({ ...line, comment: line.comment.replaceAll(/[\p{Cc}\s]+/gu, ' ') }));
  const short = lines.filter(({ text, comment }) => comment !== '' && text.length <= WIDTH);
  const column = Math.max(0, ...short.map(({ text }) => text.length)) + 2;
  return lines.flatMap(({ text, comment }) => {
    if (comment === '') {
      return [text];
    }
    const indent = /^\s*/.exec(text)?.[0] ?? '';
    return text.length > WIDTH ? [`${indent}# ${comment}`, text] : [`${text.padEnd(column)}# ${comment}`];
  });
}
