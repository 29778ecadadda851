import type { Explanation } from './shape.js';

/** The notations of a key for Debian packages. */
export interface PackageForms {
  readonly key: string;
  readonly code: Explanation['code'];
  /** All notations, as a message lists them. */
  readonly forms: string;
  /** Whether a package can be one of another architecture. */
  readonly architectures: boolean;
}

/** The reason why a text is no package that apt-get takes (Debian policy 5.6.1, 5.6.7 and 5.6.12). */
export function explainPackage(text: string, { key, code, forms, architectures }: PackageForms): Explanation {
  return { code, ...whyNoPackage(text, key, forms, architectures) };
}

function whyNoPackage(
  text: string,
  key: string,
  notations: string,
  architectures: boolean,
): { readonly message: string; readonly hint: string } {
  const forms = `the forms are ${notations}`;
  if (text.trim() === '') {
    return { message: `this entry of \`${key}\` is empty`, hint: 'remove it' };
  }
  if (text.startsWith('-')) {
    return { message: `\`${text}\` is an option of apt-get, not a package`, hint: `remove it; ${forms}` };
  }
  if (text.endsWith('-')) {
    return { message: `\`${text}\` asks apt-get to remove a package`, hint: 'remove the `-` at the end' };
  }
  if (/\s/.test(text.trim())) {
    return {
      message: `\`${text}\` is more than one word`,
      hint: 'write each package as an entry of its own, without options or shell commands',
    };
  }
  if (/^[^:=/]*[A-Z]/.test(text)) {
    const lower = text.replace(/^[^:=/]*/, (name) => name.toLowerCase());
    return {
      message: `\`${text}\` is not a Debian package`,
      hint: `names are lower case: \`${lower}\``,
    };
  }
  const [, name, architecture] = /^([^:=/]+):([^=/]+)/.exec(text) ?? [];
  if (!architectures && architecture !== undefined) {
    return {
      message: `\`${text}\` names an architecture`,
      hint: `the image has packages of its own platform alone: write \`${name}\``,
    };
  }
  const version = /^[^=/]+=(.*)$/.exec(text)?.[1];
  if (version !== undefined && !/^(?:\d+:)?\d[\w.+~:-]*$/.test(version)) {
    return {
      message: `\`${version}\` is not a complete Debian version`,
      hint: 'write the whole version, as `apt-cache policy` shows it, or none',
    };
  }
  return { message: `\`${text}\` is not a Debian package`, hint: forms };
}
