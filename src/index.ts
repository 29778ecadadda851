export {
  type CheckOptions,
  type Compilation,
  type CompileInput,
  type CompileOptions,
  check,
  compile,
} from './compile.js';
export type { BuildContext, ContextEntry } from './context/context.js';
export { folderContext } from './context/folder.js';
export { emitDockerfile } from './emit/dockerfile/dockerfile.js';
export { type BaseImageConfig, type ImageConfig, imageConfig } from './emit/image-config.js';
export { emitLlb } from './emit/llb/emit.js';
export type { ContextSource, LlbOptions, ResolvedImage } from './emit/llb/options.js';
export type { PlanOptions } from './plan/build-plan.js';
export type { BuildPlan, Platform } from './plan/plan.js';
export type { Style, Styler } from './source/code-frame.js';
export type { Diagnostic, Severity } from './source/diagnostic.js';
export type { DiagnosticCode } from './source/diagnostic-code.js';
export { formatDiagnostic } from './source/format-diagnostic.js';
export type { Location, Source, Span } from './source/source.js';
export type { Mopyfile } from './validate/mopyfile.js';
