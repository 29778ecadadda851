import type { Explanation } from '../../shape.js';

/** Whether a text is meant as a URL: no program's name has `://` in it, or begins with a host and a port. */
export function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^[a-z0-9.-]+:\d+(\/\S*)?$/i.test(text);
}

/** The reason why a health check cannot ask this URL. */
export function explainUrl(text: string): Explanation | undefined {
  const code = 'healthcheck-url';
  const hint = 'write where the program answers in its container, for example `http://localhost:8000/health`';
  if (!/^https?:\/\/[^/?#]/i.test(text)) {
    return { code, message: `\`${text}\` is not an http or https URL`, hint };
  }
  // Python's http.client takes no other characters.
  if (!/^[\x21-\x7e]+$/.test(text) || !URL.canParse(text)) {
    return { code, message: `\`${text}\` is not a valid URL`, hint };
  }
  if (new URL(text).username !== '' || new URL(text).password !== '') {
    return {
      code,
      message: 'the URL of a health check holds credentials, which everybody could read in the image',
      hint: 'let the program answer this path without, or write a command that takes them from its environment',
    };
  }
  return undefined;
}
