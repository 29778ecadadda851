import type { Children } from './children.js';
import type { Loader } from './destination.js';

/** Commands with which each program answers that it can take an image. */
const QUESTIONS: readonly (readonly [Loader, readonly string[]])[] = [
  ['docker', ['version', '--format', '{{.Server.Version}}']],
  ['podman', ['version']],
  ['nerdctl', ['info']],
];

/** The first of Docker, podman and nerdctl that answers. */
export async function findLoader(children: Children): Promise<Loader | undefined> {
  for (const [program, words] of QUESTIONS) {
    if ((await children.ask(program, words)).outcome === 'ok') {
      return program;
    }
  }
  return undefined;
}

/** True when a Docker daemon answers: a build without a destination loads into it. */
export async function dockerAnswers(children: Children): Promise<boolean> {
  const [[program, words]] = QUESTIONS as [(typeof QUESTIONS)[number]];
  return (await children.ask(program, words)).outcome === 'ok';
}
