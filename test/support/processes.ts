import { readdir, readFile } from 'node:fs/promises';

/** Identifiers of the processes that any thread of a process has started. Throws for a process that has ended. */
export async function childrenOf(id: number | undefined): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${id}/task`);
  const children = threads.map((thread) =>
    readFile(`/proc/${id}/task/${thread}/children`, 'utf8').catch(() => ''),
  );
  return (await Promise.all(children)).flatMap((text) => text.split(' ').filter(Boolean).map(Number));
}
