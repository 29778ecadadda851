import { posix } from 'node:path';
import type { BuildContext } from '../../src/context/context.js';

/** A build context of texts and bytes by path; folders are what paths imply. `links` says where links led. */
export function contextOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  prefix?: string,
  links: Readonly<Record<string, readonly string[]>> = {},
): BuildContext {
  const bytesOf = (path: string): Uint8Array | undefined => {
    const content = files[path];
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  };
  return {
    ...(prefix === undefined ? {} : { prefix }),
    read: async (path) => bytesOf(path),
    stat: async (path) => {
      const size = bytesOf(path)?.length;
      const isFolder = path === '.' || Object.keys(files).some((file) => file.startsWith(`${path}/`));
      if (size !== undefined) {
        return { kind: 'file', size, ...(links[path] && { through: links[path] }) };
      }
      return isFolder ? { kind: 'directory', size: 0 } : undefined;
    },
  };
}

/** Such a context with listings. */
export function listedContextOf(files: Readonly<Record<string, string | Uint8Array>>): BuildContext {
  return {
    ...contextOf(files),
    list: async (folder) => {
      const below = Object.keys(files).filter((file) => folder === '.' || file.startsWith(`${folder}/`));
      const segments = below.map((file) => posix.relative(folder, file).split('/'));
      const kinds = new Map(segments.map(([name = '', ...rest]) => [name, rest.length > 0] as const));
      return [...kinds].map(([name, isFolder]) => ({ name, kind: isFolder ? 'directory' : 'file' }));
    },
  };
}
