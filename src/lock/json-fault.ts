/** Strings, numbers, words and signs of JSON (RFC 8259), with the blanks before them. */
const TOKEN =
  /[ \t\r\n]*("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null|[{}[\],:])/iuy;

/** The tokens that may stand next. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end';

interface Scan {
  readonly open: ('{' | '[')[];
  expected: Expected;
}

/** The offset at which a text stops being JSON; its length for one that ends too early. Engines do not always tell. */
export function jsonFault(text: string): number {
  const scan: Scan = { open: [], expected: 'value' };
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const next = take(scan, match[1] ?? '');
    if (next === undefined) {
      break;
    }
    scan.expected = next;
    end = TOKEN.lastIndex;
  }
  return end + (/^[ \t\r\n]*/.exec(text.slice(end))?.[0].length ?? 0);
}

/** The tokens that are expected behind one; undefined where it may not stand. */
function take({ open, expected }: Scan, token: string): Expected | undefined {
  const isText = token.startsWith('"');
  switch (expected) {
    case 'colon':
      return token === ':' ? 'value' : undefined;
    case 'key':
      return isText ? 'colon' : undefined;
    case 'key or end':
      return isText ? 'colon' : closed(open, token);
    case 'comma or end':
      return token === ',' && open.length > 0 ? (open.at(-1) === '{' ? 'key' : 'value') : closed(open, token);
    default:
      return value(open, token) ?? (expected === 'value' ? undefined : closed(open, token));
  }
}

function value(open: Scan['open'], token: string): Expected | undefined {
  if (token === '{' || token === '[') {
    open.push(token);
    return token === '{' ? 'key or end' : 'value or end';
  }
  return /^[\]},:]$/.test(token) ? undefined : 'comma or end';
}

function closed(open: Scan['open'], token: string): Expected | undefined {
  const opening = token === '}' ? '{' : token === ']' ? '[' : undefined;
  return opening !== undefined && open.pop() === opening ? 'comma or end' : undefined;
}
