import { posix } from 'node:path';

/** What is looked for in a folder that a Mopyfile names. */
const MARKERS = ['main.py', 'pyproject.toml', 'setup.py'];

const MENTIONS = /(?:project:\s*["']?|(?=\.\/))([^\s"',[\]{}#;]+)/g;

/**
 * Paths that a Mopyfile seems to name, with what would be looked for in them. A guess at what is going
 * to be looked up, so that it can be sent together: too much or too little does no harm.
 */
export function mentionedPaths(text: string): readonly string[] {
  const mentioned = [...text.matchAll(MENTIONS)].map(([, path = '']) =>
    posix.join(path, '.').replace(/\/$/, ''),
  );
  const inside = mentioned.filter((path) => path !== '.' && !path.startsWith('..') && !path.startsWith('/'));
  return [...new Set(inside)].flatMap((path) => [path, ...MARKERS.map((marker) => `${path}/${marker}`)]);
}
