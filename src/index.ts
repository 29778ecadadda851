export type { CompileInput } from './compile.js';
export type {
  BuildContext,
  ContextEntry,
  ListedEntry,
  Listing,
  PathSelection,
} from './context/context.js';
export { folderContext } from './context/folder.js';
export type { HistoryEntry } from './emit/history.js';
export type {
  BaseImageConfig,
  ContainerConfig,
  HealthcheckConfig,
  ImageConfig,
  KeySet,
} from './emit/image-config.js';
export {
  type BuildPlan,
  type CheckOptions,
  type Compilation,
  type CompileOptions,
  type ContextSource,
  check,
  compile,
  emitDockerfile,
  emitLlb,
  type IgnoreFileInput,
  imageConfig,
  type LlbOptions,
  type Proxies,
  type ResolvedImage,
  requiredSecrets,
} from './library.js';
export type { Platform, RequiredSecret } from './plan/plan.js';
export type { Style, Styler } from './source/code-frame.js';
export type { Diagnostic, Severity } from './source/diagnostic.js';
export { DIAGNOSTIC_CODES, type DiagnosticCode } from './source/diagnostic-code.js';
export { formatDiagnostic } from './source/format-diagnostic.js';
export type { Location, Source, SourceKind, Span } from './source/source.js';
