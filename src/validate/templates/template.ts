import type { Template, TemplatePart } from '../mopyfile.js';

/** A part of a template with its offsets in the text. */
export type PlacedPart = TemplatePart & { readonly start: number; readonly end: number };

/** A text taken apart. */
export interface TemplateReading {
  readonly parts: readonly PlacedPart[];
  /** Where a `${` begins that no `}` ends. */
  readonly unclosed?: number;
}

/** A name that holds another `${` was not closed before it. */
const TOKEN = /\$\$\{|\$\{((?:(?!\$\{)[^}])*)\}|\$\{/g;

/** Takes a text apart at its `${NAME}`; `$${` is a literal `${`, and a `$` alone is itself. */
export function readTemplate(text: string): TemplateReading {
  const parts: PlacedPart[] = [];
  let copied = 0;
  let unclosed: number | undefined;
  for (const { 0: token, 1: name, index } of text.matchAll(TOKEN)) {
    const end = index + token.length;
    addLiteral(parts, text.slice(copied, index), copied, index);
    if (token === '$${') {
      addLiteral(parts, '${', index, end);
    } else if (name === undefined) {
      unclosed ??= index;
    } else {
      parts.push({ kind: 'reference', name, start: index, end });
    }
    copied = end;
  }
  addLiteral(parts, text.slice(copied), copied, text.length);
  return { parts, ...(unclosed !== undefined && { unclosed }) };
}

/** Joins neighbours, so that a text has one shape only. */
function addLiteral(parts: PlacedPart[], text: string, start: number, end: number): void {
  const last = parts.at(-1);
  if (last?.kind === 'literal') {
    parts[parts.length - 1] = { kind: 'literal', text: last.text + text, start: last.start, end };
  } else if (text !== '') {
    parts.push({ kind: 'literal', text, start, end });
  }
}

/** The parts without their places, as the plan gets them. */
export function toTemplate(parts: readonly PlacedPart[]): Template {
  return parts.map((part) =>
    part.kind === 'literal' ? { kind: 'literal', text: part.text } : { kind: 'reference', name: part.name },
  );
}
