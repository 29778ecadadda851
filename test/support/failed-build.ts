import { beforeAll, expect } from 'vitest';
import { temporaryFolder } from './image.js';
import { mopy, type Result, temporaryContext } from './mopy.js';

/** The messages of a build of these files, given by their paths, which has to fail. */
export function failedBuild(files: Readonly<Record<string, string>>): { readonly stderr: string } {
  const failed = { stderr: '' };
  beforeAll(async () => {
    const [context, output] = [await temporaryContext(files), await temporaryFolder()];
    const words = ['-output', `type=oci,dest=${output.path}/image.tar`];
    const build: Result = await mopy(words, { cwd: context.folder });
    await Promise.all([context.remove(), output.remove()]);
    expect(build.exitCode, build.stderr).toBe(1);
    failed.stderr = build.stderr;
  });
  return failed;
}
