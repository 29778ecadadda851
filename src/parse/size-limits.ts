import { CST } from 'yaml';
import type { Problem } from './problem.js';

/** Levels of lists and mappings in one another; a Mopyfile that says something has five. */
const MAXIMUM_LEVELS = 100;

/** Values and signs of a file: a file with more is no Mopyfile, and its tree takes seconds and hundreds of megabytes. */
const MAXIMUM_TOKENS = 150_000;

/** How far a text has been read. */
interface Progress {
  tokens: number;
  /** Brackets that are open. */
  brackets: number;
  /** Signs on this line, outside of brackets, that each start a list or mapping within the one before. */
  signs: number;
}

/**
 * A guard that takes the lexemes of a text one after the other, and returns the place at which one exceeds a limit. It
 * stands before the parser: the tree of a mebibyte of brackets takes a gibibyte.
 */
export function sizeGuard(): (lexeme: string) => Problem | undefined {
  const progress: Progress = { tokens: 0, brackets: 0, signs: 0 };
  let offset = 0;
  let isScalar = false;
  return (lexeme) => {
    const type: string | null = isScalar ? 'text' : CST.tokenType(lexeme);
    isScalar = type === 'scalar';
    advance(progress, type);
    const problem = limitExceeded(progress);
    if (problem !== undefined) {
      return { ...problem, spans: [{ start: offset, end: offset + 1 }] };
    }
    offset += NOT_IN_TEXT.has(lexeme) ? 0 : lexeme.length;
    return undefined;
  };
}

/** Lexemes that tell the parser something and stand for no text. */
const NOT_IN_TEXT: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

function advance(progress: Progress, type: string | null): void {
  switch (type) {
    case 'byte-order-mark':
    case 'doc-mode':
    case 'space':
    case 'comment':
    case 'scalar':
      return;
    case 'newline':
      progress.signs = 0;
      return;
    case 'flow-error-end':
      progress.brackets = 0;
      return;
    case 'flow-seq-start':
    case 'flow-map-start':
      progress.brackets += 1;
      break;
    case 'flow-seq-end':
    case 'flow-map-end':
      progress.brackets = Math.max(0, progress.brackets - 1);
      break;
    case 'seq-item-ind':
    case 'explicit-key-ind':
    case 'map-value-ind':
      progress.signs += progress.brackets === 0 ? 1 : 0;
      break;
    default:
  }
  progress.tokens += 1;
}

function limitExceeded({ tokens, brackets, signs }: Progress): Omit<Problem, 'spans'> | undefined {
  if (Math.max(brackets, signs) > MAXIMUM_LEVELS) {
    return {
      code: 'yaml-syntax',
      message: 'lists and mappings are nested too deeply',
      hint:
        brackets > signs
          ? 'remove the surplus brackets'
          : 'write `key: value` or one list item a line, and put values with `- ` or `: ` in quotes',
    };
  }
  return tokens <= MAXIMUM_TOKENS
    ? undefined
    : {
        code: 'file-too-large',
        message: `the file has more than the ${MAXIMUM_TOKENS} keys, values and signs that a Mopyfile may have`,
        hint: 'check that -filename names the Mopyfile, and move long lists of packages to a requirements file',
      };
}
