import type { SCRIPTS } from './scripts.generated.js';

/** A program that a build step runs, or a module of such programs. */
export type ScriptName = keyof typeof SCRIPTS;

/** What a program imports of the others. */
const IMPORTS: Partial<Readonly<Record<ScriptName, readonly ScriptName[]>>> = {
  'check.py': ['closure.py'],
  'compile.py': ['tree.py'],
  'interpreter.py': ['closure.py', 'tree.py'],
  'libraries.py': ['closure.py'],
  'user.py': ['tree.py'],
};

/** The files that a program needs, itself included. A step binds no others, so that only their changes run it again. */
export function scriptFiles(name: ScriptName): readonly ScriptName[] {
  return [...(IMPORTS[name] ?? []), name];
}
