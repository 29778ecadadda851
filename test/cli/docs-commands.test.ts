import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../src/cli/command-line/command-line.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Pages that people follow. Those for people who change mopy have commands of this repository. */
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => !['architecture.md', 'testing.md', 'releasing.md', 'api.md'].includes(name))
    .map((name) => `docs/${name}`),
];

/** The test that runs a command, by how the command begins, and a text of that test. */
const RUN_BY: readonly (readonly [RegExp, string, string])[] = [
  [/^docker build -t app -f Mopyfile\.yaml \./, 'test/e2e/docker.test.ts', 'docker.build('],
  [
    /^docker build -f Mopyfile\.yaml --build-arg SOURCE_DATE/,
    'test/e2e/reproducible.test.ts',
    'rewrite-timestamp=true',
  ],
  [/^docker buildx build --platform linux\/386/, 'test/support/frontend.ts', 'buildFrontendIndex'],
  [/^docker buildx create --name team .*--driver remote/, 'test/support/builder-nodes.ts', "'remote'"],
  [/^docker run --rm -v "\$PWD:\/work" mopy/, 'test/e2e/docker.test.ts', ':/work`'],
  [/^docker run --rm (-p|celery|command-line-tool|-v reports)/, 'test/e2e/recipes.test.ts', 'startContainer'],
  [/^echo "two words" \| docker run/, 'test/e2e/recipes.test.ts', 'wordcount'],
  [/^docker run --rm (-it )?app python /, 'test/e2e/guides.test.ts', "wordsOf('debugging.md'"],
  [/^docker run --rm -e PYTHON/, 'test/e2e/guides.test.ts', 'PYTHONFAULTHANDLER'],
  [/^docker run --rm -it app:build sh/, 'test/e2e/target.test.ts', 'expectBuildStage'],
  [/^docker run --rm app$/, 'test/e2e/docker.test.ts', "'run', '--rm'"],
  [/^docker run --rm -it app python$/, 'test/e2e/guides.test.ts', 'runContainer'],
  [/^docker load --input app\.tar/, 'test/e2e/guides.test.ts', 'type=docker'],
  [/^docker inspect --format/, 'test/e2e/docker.test.ts', 'inspect'],
  [/^buildctl build --frontend dockerfile\.v0/, 'test/e2e/frontend.test.ts', "'filename=Mopyfile.yaml'"],
  [/^curl (http:\/\/)?localhost/, 'test/e2e/recipes.test.ts', 'answers'],
  [/^tar -tf files\.tar/, 'test/e2e/guides.test.ts', "'-tf'"],
  [/^npm ci && npm (run demo|test)/, 'package.json', '"demo"'],
];

/** Commands of others that no test can run here: they need a cluster, a registry with names, or rights on the machine. */
const ELSEWHERE = [
  /^docker buildx create --name team .*--driver kubernetes/,
  /^docker buildx imagetools create/,
  /^docker (login|push) /,
  // It waits for somebody who types.
  /^BUILDX_EXPERIMENTAL=1 docker buildx debug /,
  /^docker run --privileged --rm tonistiigi\/binfmt/,
  /^docker run --rm -it --pid container:app/,
  /^kubectl (debug|create secret) /,
  /^nerdctl build /,
  /^apt-get install qemu-user-static/,
  /^pip download /,
  /^export MOPY_BUILD_CONTEXTS=/,
];

const PROGRAM =
  /^(?:\$ )?(?:[A-Z_]+=\S+ )?(?:\$\(.*\) )?(?:npx )?(mopy|docker|buildctl|nerdctl|kubectl|curl|tar|pip|npm|apt-get|export|echo) /;

/** Lines of a page that are commands: of its blocks for a shell and of indented ones, continued lines as one. */
function commandsOf(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/\\\n\s*/g, ' ');
  const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)];
  const shown = blocks.filter(([, kind]) => kind === 'bash' || kind === '').map(([, , block = '']) => block);
  const indented = text.replaceAll(/^```[\s\S]*?^```$/gm, '').match(/^ {4}\S.*$/gm) ?? [];
  const lines = shown.flatMap((block) => {
    const all = block.split('\n');
    // The other lines of a block with prompts are what is printed.
    return /^\$ /m.test(block) ? all.filter((line) => line.startsWith('$ ')) : all;
  });
  return [...lines, ...indented]
    .map((line) => line.trim().replace(/\s+# .*$/, ''))
    .filter((line) => PROGRAM.test(`${line} `))
    .map((line) => line.replace(/^\$ /, ''));
}

const COMMANDS = PAGES.flatMap((page) => commandsOf(page).map((line) => [page, line] as const));

describe('commands of the documentation', () => {
  it('are found', () => {
    expect(COMMANDS.length).toBeGreaterThan(60);
  });

  it.each(COMMANDS.filter(([, line]) => /(^|[ (])(npx )?mopy( |$)/.test(line) && !/^docker|\[/.test(line)))(
    'are command lines that mean something: %s: %s',
    (_, line) => {
      const words = line
        .replace(/^(?:[A-Z_]+=(?:\$\(.*?\)|\S+) )?(?:npx )?mopy ?/, '')
        .replace(/ [|>].*$/, '')
        .split(' ')
        .filter((word) => word !== '');
      expect(readCommandLine(words, {}).kind).toMatch(/^(run|init|check)$/);
    },
  );

  it.each(COMMANDS.filter(([, line]) => !/^(?:[A-Z_]+=.* )?(npx )?mopy\b/.test(line)))(
    'are run by a test, or known to need what is not here: %s: %s',
    (_, line) => {
      const found = RUN_BY.find(([start]) => start.test(line));
      const [, file = '', text = ''] = found ?? [];
      expect(found !== undefined || ELSEWHERE.some((start) => start.test(line)), line).toBe(true);
      expect(found === undefined || readFileSync(join(ROOT, file), 'utf8').includes(text), file).toBe(true);
    },
  );
});
