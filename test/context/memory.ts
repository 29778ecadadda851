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
