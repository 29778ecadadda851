import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '../../src/compile.js';
import { folderContext } from '../../src/context/folder.js';
import type { CredentialMode } from '../../src/plan/credentials.js';
import type { Plan, Platform } from '../../src/plan/plan.js';

/** Each folder is a build context with a Mopyfile, beside it what is expected of it. */
export const SAMPLES = fileURLToPath(new URL('../samples', import.meta.url));

/** The form of a sample's `options.json`. */
interface SampleOptions {
  readonly platforms?: readonly Platform[];
  readonly credentials?: CredentialMode;
}

export function sampleNames(): readonly string[] {
  return readdirSync(SAMPLES).toSorted();
}

/**
 * The plan of a sample. `suffix` is added to the Mopyfile's text; `platforms` replaces those of its options. Throws with
 * the messages of a file that is not valid.
 */
export async function compileSample(
  name: string,
  suffix = '',
  platforms?: readonly Platform[],
): Promise<Plan> {
  const folder = join(SAMPLES, name);
  const file = join(folder, 'options.json');
  const options: SampleOptions = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const { plan, diagnostics } = await compile(
    {
      bytes: Buffer.concat([readFileSync(join(folder, 'Mopyfile.yaml')), Buffer.from(suffix)]),
      filename: 'Mopyfile.yaml',
    },
    folderContext(folder),
    {
      now: new Date('2026-11-01T00:00:00Z'),
      contextPath: 'Mopyfile.yaml',
      platforms: platforms ?? options.platforms ?? [],
      credentials: options.credentials ?? 'inline',
      baseImages: new Map(),
      labels: new Map(),
      compilerVersion: '1.0.0',
    },
  );
  if (plan === undefined) {
    throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  }
  return plan;
}

export function samplePlatform(plan: Plan): Platform {
  return plan.targets[0]?.platform ?? { os: 'linux', architecture: 'amd64' };
}
