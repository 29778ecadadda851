import type { BuildContext } from '../../src/context/context.js';

/** A build context of files in memory: paths to contents. `links` says where links led. */
export function memoryContext(
  files: Readonly<Record<string, string>> = {},
  links: Readonly<Record<string, readonly string[]>> = {},
): BuildContext {
  const bytes = new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));
  return {
    async read(path) {
      return bytes.get(path);
    },
    async stat(path) {
      const file = bytes.get(path);
      if (file !== undefined) {
        return { kind: 'file', size: file.length, ...(links[path] && { through: links[path] }) };
      }
      const isFolder = path === '.' || [...bytes.keys()].some((name) => name.startsWith(`${path}/`));
      return isFolder ? { kind: 'directory', size: 0 } : undefined;
    },
  };
}
