import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/image.js';
import { shell } from '../support/mopy.js';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));
const ENGINE = fileURLToPath(new URL('../engine/engine', import.meta.url));

/** Outputs of each example's image, run by run, as its README has them. */
const examples: Readonly<Record<string, readonly RegExp[]>> = {
  'hello-world': [/^hello from Python 3\.11\.\d+, as nonroot$/],
  minimal: [/^\d+\.\d+\.\d+$/],
  'requirements.txt': [/^package +version\n.*\n *rich +1[34]\..*\n *tabulate +0\..*\n *wcwidth +0\./],
  full: [
    /^hello from a local package\nnumpy 3\.0 - uvicorn \d\S*\nlibyaml \{'works': True\}$/,
    /^hello from a local package$/,
  ],
};

/** Stands in for Docker: one image in one file, run by the engine. `mopy` writes to that file instead of loading. */
const DOCKER = `
eval "plain_$(declare -f mopy)"
mopy() {
  case "$*" in
    *-llb* | *-dockerfile* | *-image-config*) plain_mopy "$@" ;;
    *) plain_mopy -output type=oci,dest=image.tar "$@" ;;
  esac
}
docker() {
  case "$*" in
    load) cat > image.tar ;;
    'build -t '*' .')
      buildctl build --frontend dockerfile.v0 --local context=. --local dockerfile=. --output type=oci,dest=image.tar ;;
    'run --rm '*) shift 3 && '${ENGINE}' container image.tar "$@" ;;
    *) return 64 ;;
  esac
}
`;

describe.each(Object.entries(examples))('the README of the example %s', (name, printed) => {
  const lines = commandsOf(readFileSync(join(EXAMPLES, name, 'README.md'), 'utf8'));
  const runs = lines.filter((line) => line.startsWith('docker run '));
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let context: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    context = join(folder.path, name);
    await cp(join(EXAMPLES, name), context, { recursive: true });
  });
  afterAll(() => folder.remove());

  it('runs the image', () => {
    expect(runs).toHaveLength(printed.length);
  });

  it.each(lines)('works as typed: %s', async (line) => {
    const { exitCode, stdout, stderr } = await shell(DOCKER + line, { cwd: context });
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(printed[runs.indexOf(line)] ?? /^$/);
  });

  it('leaves an image that runs', async () => {
    const { exitCode, stdout, stderr } = await shell(DOCKER + (runs[0] ?? ''), { cwd: context });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(printed[0] ?? /^$/);
  });
});

/** The lines of its code blocks. */
function commandsOf(readme: string): readonly string[] {
  return readme.split('\n').flatMap((line) => (line.startsWith('    ') ? [line.trim()] : []));
}
