import { describe, expect, it } from 'vitest';
import { stageHistory } from '../../src/emit/history.js';
import type { ImageConfiguration, Step } from '../../src/plan/plan.js';
import { run, stageOn } from '../support/plans.js';

const image: ImageConfiguration = {
  environment: [],
  user: '65532:65532',
  workingDirectory: '/home/nonroot',
  entrypoint: ['python', '-u'],
  labels: [],
};

/** The instructions of a stage, `#` before those that make no layer. */
function instructions(steps: readonly Step[], configured: Partial<ImageConfiguration> = {}): string[] {
  const entries = stageHistory(stageOn('final', undefined, steps), { ...image, ...configured });
  expect(new Set(entries.map(({ comment }) => comment))).toEqual(new Set(['buildkit.dockerfile.v0']));
  return entries.map(({ created_by: made, empty_layer: empty }) => `${empty ? '#' : ''}${made}`);
}

const copy = {
  kind: 'copy',
  title: 'Copy',
  locations: [],
  from: { kind: 'stage', name: 'project' },
  source: 'app',
  directory: true,
  destination: '/home/',
  link: true,
} as const;

describe("the history of an image has BuildKit's words for", () => {
  it.each<[string, Step, string]>([
    [
      'variables',
      {
        kind: 'environment',
        variables: [
          { name: 'A', value: 'b c' },
          { name: 'D', value: '' },
        ],
      },
      '#ENV A=b c D=',
    ],
    ['platform arguments', { kind: 'platform-arguments', names: ['TARGETARCH'] }, '#ARG TARGETARCH'],
    ['the working folder', { kind: 'working-directory', path: '/home' }, 'WORKDIR /home'],
    ['the user', { kind: 'user', user: '1:2' }, '#USER 1:2'],
    ['a copy', copy, 'COPY /app/ /home/ # buildkit'],
    [
      'a copy with an owner',
      { ...copy, owner: { user: 1, group: 0 } },
      'COPY --chown=1:0 /app/ /home/ # buildkit',
    ],
    ['a copy with a mode', { ...copy, mode: 0o775 }, 'COPY --chmod=775 /app/ /home/ # buildkit'],
    ['all of a stage', { ...copy, source: '.', destination: '/' }, 'COPY / / # buildkit'],
  ])('%s', (_name, step, expected) => {
    expect(instructions([step])).toEqual([expected, '#ENTRYPOINT ["python" "-u"]']);
  });

  it.each<[string, Partial<ImageConfiguration>, readonly string[]]>([
    ['a command', { command: ['main.py', 'a "b"'] }, ['#CMD ["main.py" "a \\"b\\""]']],
    ['an empty command', { command: [] }, ['#CMD []']],
    [
      'labels',
      {
        labels: [
          { name: 'a', value: '1' },
          { name: 'b', value: 'c d' },
        ],
      },
      ['#LABEL a=1 b=c d'],
    ],
    ['ports, sorted', { ports: ['80/tcp', '53/udp'] }, ['#EXPOSE [53/udp 80/tcp]']],
    ['volumes', { volumes: ['/b', '/a'] }, ['#VOLUME [/b /a]']],
    [
      'a health check',
      { healthcheck: { words: ['a', 'b c'] } },
      ['#HEALTHCHECK {Test:[CMD a b c] Interval:0s Timeout:0s StartPeriod:0s StartInterval:0s Retries:0}'],
    ],
    [
      'a health check with its numbers',
      {
        healthcheck: {
          words: ['a'],
          interval: 1e9,
          timeout: 2e9,
          startPeriod: 3e9,
          startInterval: 4e9,
          retries: 5,
        },
      },
      ['#HEALTHCHECK {Test:[CMD a] Interval:1s Timeout:2s StartPeriod:3s StartInterval:4s Retries:5}'],
    ],
    [
      'all of them, in this order',
      { volumes: ['/v'], ports: ['1/tcp'], command: [], healthcheck: { words: [] } },
      ['#CMD []', '#EXPOSE [1/tcp]', expect.stringMatching(/^#HEALTHCHECK /), '#VOLUME [/v]'],
    ],
    [
      'both, in this order',
      { command: ['x'], labels: [{ name: 'a', value: '1' }] },
      ['#CMD ["x"]', '#LABEL a=1'],
    ],
  ])('%s', (_name, configured, expected) => {
    expect(instructions([], configured)).toEqual(['#ENTRYPOINT ["python" "-u"]', ...expected]);
  });

  it.each<Step>([{ kind: 'write', files: [], destination: '/x', title: '', locations: [] }, run(['x'])])(
    'no $kind step, which a final stage does not have',
    (step) => {
      expect(() => instructions([step])).toThrow(`a final stage has no ${step.kind} step`);
    },
  );
});
