import { entryValue, type ParsedMapping, type ParsedNode } from '../../parse/parsed-document.js';
import { type CommandPlace, commandShape, readCommand } from '../commands/read-command.js';
import type { Key, KeyInput } from '../key.js';
import type { HealthCheck, HealthProbe, Mopyfile } from '../mopyfile.js';
import { scalarOf } from '../scalars.js';
import { REMOVE, type Shape } from '../shape.js';
import { readDuration } from './healthcheck/duration.js';
import { explainUrl, isUrl } from './healthcheck/url.js';

const SUBJECT = '`healthcheck`';

/** The durations of a health check by their keys. */
const DURATIONS = {
  interval: 'interval',
  timeout: 'timeout',
  'start-period': 'startPeriod',
  'start-interval': 'startInterval',
} as const;

function durationShape(name: string): Shape {
  return {
    subject: `\`${name}\``,
    expected: 'a duration',
    example: `\`${name}: 30s\``,
    empty: REMOVE,
    accepts: { text: true },
    explain: (text) => ({
      code: 'healthcheck-duration',
      message: `\`${text}\` is not a duration`,
      hint: /^\d+$/.test(text)
        ? `add the unit: \`${name}: ${text}s\``
        : `write numbers with units as Docker does, for example \`${name}: 1m30s\` or \`${name}: 500ms\``,
    }),
  };
}

const URL: Shape = {
  subject: '`url`',
  expected: 'a URL',
  example: '`url: http://localhost:8000/health`',
  empty: REMOVE,
  sensitivity: 'address',
  accepts: { text: true },
};

const RETRIES: Shape = {
  subject: '`retries`',
  expected: 'a number',
  example: '`retries: 3`',
  empty: REMOVE,
  accepts: { text: true },
  explain: (text) => ({
    code: 'healthcheck-retries',
    message: `\`${text}\` is not a number of failures`,
    hint: 'write a whole number from 1 to 9999, for example `retries: 3`',
  }),
};

/** How a running container is asked whether it works. */
export const healthcheck: Key<Pick<Mopyfile, 'healthcheck'>> = {
  name: 'healthcheck',
  shape: commandShape(SUBJECT, '`healthcheck: http://localhost:8000/health`', {
    expected: 'a URL, a command, or a mapping with `url` or `command`',
    synonyms: ['health', 'health-check', 'liveness', 'probe'],
    sensitivity: 'address',
    accepts: {
      mapping: {
        kind: 'keys',
        called: 'a health check',
        keys: new Map([
          ['url', URL],
          [
            'command',
            { ...commandShape('`command`', '`command: python -m app.health`'), synonyms: ['cmd', 'test'] },
          ],
          ...Object.keys(DURATIONS).map((name): [string, Shape] => [name, durationShape(name)]),
          ['retries', RETRIES],
        ]),
      },
    },
  }),
  read: (input) => {
    const check = input.value && readCheck(input.value, input);
    return check ? { healthcheck: check } : {};
  },
};

function readCheck(node: ParsedNode, input: KeyInput): HealthCheck | undefined {
  const { source } = input.document;
  const place: CommandPlace = { source, subject: SUBJECT, variables: 'refused', report: input.report };
  const location = { source, span: node.span };
  if (node.kind !== 'mapping') {
    const probe = readProbe(node, place);
    return probe && { probe, location };
  }
  const probe = readNamedProbe(node, place);
  const retries = scalarOf(entryValue(node, 'retries'))?.text;
  const durations = Object.entries(DURATIONS).flatMap(([name, field]) => {
    const scalar = scalarOf(entryValue(node, name));
    const nanoseconds = scalar && readDuration(name, scalar, input.report);
    return nanoseconds === undefined ? [] : [[field, nanoseconds] as const];
  });
  return (
    probe && {
      probe,
      ...Object.fromEntries(durations),
      ...(retries !== undefined && { retries: Number(retries) }),
      location,
    }
  );
}

/** A string that looks like a URL is one; everything else is a command. */
function readProbe(node: ParsedNode, place: CommandPlace): HealthProbe | undefined {
  const scalar = scalarOf(node);
  return scalar && isUrl(scalar.text) ? readUrl(node, place) : readCommandProbe(node, place);
}

/** Exactly one of `url` and `command`. */
function readNamedProbe(node: ParsedMapping, place: CommandPlace): HealthProbe | undefined {
  const url = entryValue(node, 'url');
  const command = entryValue(node, 'command');
  if ((url === undefined) === (command === undefined)) {
    place.report({
      code: 'healthcheck-probe',
      message: url ? '`healthcheck` has both `url` and `command`' : '`healthcheck` does not say what to ask',
      hint: 'write one of `url` and `command`',
      at: (command ?? node).span,
      ...(url && { related: [url.span] }),
    });
    return undefined;
  }
  return url ? readUrl(url, place) : command && readCommandProbe(command, { ...place, subject: '`command`' });
}

function readUrl(node: ParsedNode, { report }: CommandPlace): HealthProbe | undefined {
  const scalar = scalarOf(node);
  const problem = scalar && explainUrl(scalar.text);
  if (problem) {
    report({ ...problem, at: node.span });
  }
  return scalar && !problem ? { kind: 'url', url: scalar.text } : undefined;
}

function readCommandProbe(node: ParsedNode, place: CommandPlace): HealthProbe | undefined {
  const line = readCommand(node, place);
  return line && { kind: 'command', command: line };
}
