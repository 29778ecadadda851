/**
 * The path, as a Mopyfile writes it, that a `file:` URL names relative to where pip runs: `.[dev]` for
 * `file:.#egg=name[dev]`. Undefined for other texts and for absolute paths.
 */
export function relativeFileUrl(text: string): string | undefined {
  const [, path = '', fragment = ''] = /^file:(?!\/)([^#]*)(?:#(.*))?$/i.exec(text) ?? [];
  if (path === '' || path.includes('..')) {
    return undefined;
  }
  const extras = /(?:^|&)egg=[\w.-]*(\[[^\]&]*\])/.exec(fragment)?.[1] ?? '';
  return `${path.startsWith('.') ? path : `./${path}`}${extras}`;
}
