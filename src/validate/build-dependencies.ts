import { entryValue, type ParsedDocument, type ParsedScalar } from '../parse/parsed-document.js';
import type { Located } from './mopyfile.js';
import type { Finding } from './report.js';
import { scalarItems } from './scalars.js';

/** The Debian packages in the order of the file; their form is the schema's to check. */
export function readBuildDependencies(document: ParsedDocument): readonly Located<string>[] {
  return scalarItems(entryValue(document.root, 'build-deps')).map(({ text, span }) => ({
    value: text,
    location: { source: document.source, span },
  }));
}

/** Why a text is no package that apt-get takes (Debian policy 5.6.1, 5.6.7 and 5.6.12). */
export function explainBuildDependency(scalar: ParsedScalar): Finding {
  return { code: 'build-dependency', at: scalar.span, ...explain(scalar.text) };
}

function explain(text: string): { readonly message: string; readonly hint: string } {
  const forms = 'the forms are `name`, `name:architecture`, `name=version` and `name/suite`';
  if (text.trim() === '') {
    return { message: 'this entry of `build-deps` is empty', hint: 'remove it' };
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
  const version = /^[^=/]+=(.*)$/.exec(text)?.[1];
  if (version !== undefined && !/^(?:\d+:)?\d[\w.+~:-]*$/.test(version)) {
    return {
      message: `\`${version}\` is not a complete Debian version`,
      hint: 'write the whole version, as `apt-cache policy` shows it, or none',
    };
  }
  return { message: `\`${text}\` is not a Debian package`, hint: forms };
}
