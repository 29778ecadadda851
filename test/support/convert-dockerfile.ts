import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ConvertedJson } from './comparable-ops.js';

/** The daemon's own conversion of a Dockerfile to LLB, with `ignore` as the ignore file beside it. */
export async function convertDockerfile(
  dockerfile: string,
  ignore: readonly string[] = [],
  options: readonly string[] = [],
): Promise<ConvertedJson> {
  const folder = await mkdtemp(join(tmpdir(), 'mopy-convert-'));
  try {
    await writeFile(join(folder, 'Dockerfile'), dockerfile);
    await writeFile(join(folder, 'Dockerfile.dockerignore'), ignore.join('\n'));
    const { stdout } = await promisify(execFile)(
      'buildctl',
      [
        'build',
        '--frontend=dockerfile.v0',
        '--opt=requestid=frontend.convertllb',
        ...options.map((option) => `--opt=${option}`),
        `--local=context=${folder}`,
        `--local=dockerfile=${folder}`,
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    return JSON.parse(stdout.slice(stdout.indexOf('{'))) as ConvertedJson;
  } finally {
    await rm(folder, { recursive: true });
  }
}
