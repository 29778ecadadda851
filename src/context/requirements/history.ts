import { posix } from 'node:path';
import { lookUp, type VisibleContext } from '../context.js';
import type { PathProblem } from './local-requirement.js';

/** A tool that asks git or Mercurial for the version of a project. */
interface VersionTool {
  /** Its mark in the project's files; the first group is its name there. */
  readonly trace: RegExp;
  /** The variable that the tool takes the version from instead, where it has one. */
  readonly variable?: string;
  /** Its name, where the trace has none. */
  readonly name?: string;
}

/** From the tools' own documentation, where each names its variable. */
const TOOLS: readonly VersionTool[] = [
  {
    trace: /\b(setuptools[-_]scm|use_scm_version|hatch-vcs|flit[-_]scm)\b/,
    variable: 'SETUPTOOLS_SCM_PRETEND_VERSION',
  },
  { trace: /\b(poetry-dynamic-versioning)\b/, variable: 'POETRY_DYNAMIC_VERSIONING_BYPASS' },
  {
    trace:
      /^\[tool\.pdm\.version\][^[]*?\bsource[ \t]*=[ \t]*["']scm["']|^version[ \t]*=[ \t]*\{[^}\n]*(?:["']scm["']|\buse_scm\b)/m,
    variable: 'PDM_BUILD_SCM_VERSION',
    name: 'pdm',
  },
  { trace: /["'](pbr)\b/, variable: 'PBR_VERSION' },
  { trace: /\b(versioningit|versioneer|setuptools[-_]git[-_]versioning)\b/ },
];

/** A file of what git and Mercurial keep of a project; a folder would be sent whole to a frontend that asks for it. */
export const HISTORY_FILES = ['.git/HEAD', '.hg/requires'];

/** A version for when there is no history. */
const FALLBACK = /\b(?:fallback|default)[-_]version\b/;

/**
 * A warning about a project whose version comes from its history, where the ignore rules leave that out: the tool would
 * say no more than that it finds no version.
 *
 * @param folder of a project that is in order
 * @param variables names of the build's variables: one of them may give the version
 */
export async function missingHistory(
  visible: VisibleContext,
  folder: string,
  variables: readonly string[],
): Promise<PathProblem | undefined> {
  const history = await ignoredHistory(visible, folder);
  if (history === undefined) {
    return undefined;
  }
  const names = ['pyproject.toml', 'setup.py'].map((name) => posix.join(folder, name));
  const files = await Promise.all(names.map((name) => visible.context.read(name)));
  const text = files.map((bytes) => new TextDecoder().decode(bytes)).join('\n');
  const tool = toolOf(text);
  if (tool === undefined || FALLBACK.test(text) || isGiven(tool, variables)) {
    return undefined;
  }
  const instead =
    tool.variable === undefined ? '' : `; or give the version under \`envs\` as \`${tool.variable}\``;
  return {
    code: 'pip-version-from-git',
    message: `\`${tool.name}\` reads the version from \`${history}\`, which the ignore rules leave out of the build`,
    hint: `let it in with a line \`!${history}\` at the end of the ignore file, or of a new \`.dockerignore\`${instead}`,
  };
}

function toolOf(text: string): (VersionTool & { readonly name: string }) | undefined {
  for (const tool of TOOLS) {
    const match = tool.trace.exec(text);
    if (match !== null) {
      return { ...tool, name: tool.name ?? match[1] ?? '' };
    }
  }
  return undefined;
}

/** Variables of setuptools-scm may have the name of the project at their end. */
function isGiven({ variable }: VersionTool, variables: readonly string[]): boolean {
  return variable !== undefined && variables.some((name) => name.startsWith(variable));
}

async function ignoredHistory(visible: VisibleContext, folder: string): Promise<string | undefined> {
  const paths = HISTORY_FILES.map((name) => posix.join(folder, name));
  const found = await Promise.all(paths.map((path) => lookUp(visible, path)));
  const file = paths.find((_, index) => found[index] === 'ignored');
  return file === undefined ? undefined : posix.dirname(file);
}
