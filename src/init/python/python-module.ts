/** A literal of a Python program, as far as one says something without being run. Numbers are their digits. */
export type Literal = string | readonly Literal[] | { readonly entries: ReadonlyMap<string, Literal> };

/** A name that a module imports. */
export interface PythonImport {
  /** Dotted; a relative one begins with its dots. */
  readonly module: string;
  /** Of `from module import name`; absent for `import module`. */
  readonly name?: string;
  /** Not in `try`, `if`, a function or a class: it fails where the module is not there. */
  readonly unconditional: boolean;
}

/** A call, or a decorator with arguments. */
export interface PythonCall {
  /** Dotted, imported names in full: `fastapi.FastAPI`. */
  readonly callee: string;
  /** Undefined for what is no literal. */
  readonly positional: readonly (Literal | undefined)[];
  readonly keywords: ReadonlyMap<string, Literal | undefined>;
  /** The variable that it is assigned to. */
  readonly variable?: string;
  /** The function or class of the module that it stands in. */
  readonly within?: string;
  readonly isDecorator: boolean;
}

/** The parts of a Python file that say what it is for. */
export interface PythonModule {
  readonly imports: readonly PythonImport[];
  readonly calls: readonly PythonCall[];
  /** Variables that the module assigns, with what is a literal. */
  readonly variables: ReadonlyMap<string, Literal | undefined>;
  readonly strings: ReadonlySet<string>;
  /** `if __name__ == '__main__':`. */
  readonly hasMainGuard: boolean;
  /** Offset of a syntax error. */
  readonly brokenAt?: number;
}
