import { describe, expect, it } from 'vitest';
import { emitDockerfile } from '../../../src/emit/dockerfile/dockerfile.js';
import { comment, paths, quote } from '../../../src/emit/dockerfile/spelling.js';
import { planOf, stageOn, workingDirectory } from '../../support/plans.js';

describe('paths of COPY', () => {
  it.each([
    ['main.py', '/app/main.py', 'main.py /app/main.py'],
    ['-x.py', '/app/-x.py', '-x.py /app/-x.py'],
    ['--x.py', '/app/--x.py', '["--x.py", "/app/--x.py"]'],
    ['a b', '/a b/', '["a b", "/a b/"]'],
    ['$x', '/x', '["\\\\$x", "/x"]'],
  ])('%s to %s', (source, destination, spelled) => {
    expect(paths([source, destination])).toBe(spelled);
  });
});

it.each([
  ['/srv/app', '/srv/app'],
  ['/srv/app ', '"/srv/app "'],
  ['/srv/"$x"', '"/srv/\\"\\$x\\""'],
])('the folder %j is spelled %s', (folder, spelled) => {
  expect(quote(folder)).toBe(spelled);
  const dockerfile = emitDockerfile(planOf([stageOn('a', undefined, [workingDirectory(folder)])]));
  expect(dockerfile).toContain(`\nWORKDIR ${spelled}\n`);
});

it('a file name never leaves the comment that it stands in', () => {
  expect(comment('x\nRUN evil #.yaml')).toBe('# x RUN evil #.yaml\n');
  const plan = planOf([stageOn('a', undefined, [])]);
  const source = { ...plan.source, filename: 'x\r\nRUN evil #.yaml' };
  expect(emitDockerfile({ ...plan, source })).not.toMatch(/^RUN/m);
});
