import { unique } from '../basics/unique.js';
import type { Stage } from './plan.js';
import type { SCRIPTS } from './scripts.generated.js';

/** A program that a build step runs, or a module of such programs. */
export type ScriptName = keyof typeof SCRIPTS;

/** The other programs that a program imports, and those that these copy into the image. */
const IMPORTS: Partial<Readonly<Record<ScriptName, readonly ScriptName[]>>> = {
  'archives.py': ['records.py'],
  'byte_code.py': ['compile_unit.py'],
  'certificates.py': ['times.py'],
  'check.py': [
    'closure.py',
    'debian_names.py',
    'distributions.py',
    'importing.py',
    'judgement.py',
    'mentions.py',
    'output.py',
    'remedies.py',
  ],
  'command.py': ['programs.py'],
  'compile.py': ['kept.py', 'byte_code.py', 'hook.py', 'records.py', 'times.py'],
  'django_settings.py': ['sources.py', 'follow.py'],
  'distributions.py': ['records.py'],
  'folders.py': ['tree.py'],
  'follow.py': ['advice.py', 'gone.py', 'sources.py', 'modules.py'],
  'gather.py': ['output.py', 'tree.py'],
  'font_caches.py': ['times.py'],
  'generated.py': ['identities.py', 'unwanted.py'],
  'gone.py': ['sources.py'],
  'hook.py': ['mopy_sigterm.py'],
  'importing.py': ['output.py', 'probe.py'],
  'imports.py': [
    'sources.py',
    'django_settings.py',
    'follow.py',
    'gone.py',
    'legacy.py',
    'modules.py',
    'reach.py',
    'times.py',
    'vain.py',
  ],
  'install_locked.py': ['archives.py', 'quiet.py', 'keep_archives.py'],
  'installed.py': [
    'dpkg.py',
    'font_caches.py',
    'gather.py',
    'identities.py',
    'output.py',
    'times.py',
    'user.py',
  ],
  'interpreter.py': ['byte_code.py', 'closure.py', 'hook.py', 'status.py', 'times.py', 'tree.py'],
  'judgement.py': ['debian_names.py'],
  'keep_archives.py': ['archives.py', 'records.py'],
  'kept.py': ['byte_code.py'],
  'layers.py': ['records.py', 'times.py'],
  'ldconfig.py': ['mentions.py', 'times.py'],
  'legacy.py': ['sources.py', 'advice.py', 'follow.py', 'mentions.py', 'modules.py', 'reach.py'],
  'libraries.py': [
    'closure.py',
    'dpkg.py',
    'selection.py',
    'status.py',
    'times.py',
    'transfer.py',
    'unwanted.py',
  ],
  'not_given.py': ['output.py'],
  'preload.py': ['output.py', 'remedies.py'],
  'reach.py': ['gone.py', 'sources.py', 'modules.py'],
  'remedies.py': ['debian_names.py'],
  'run.py': ['programs.py'],
  'runtime.py': [
    'closure.py',
    'dpkg.py',
    'font_caches.py',
    'generated.py',
    'output.py',
    'selection.py',
    'shell_programs.py',
    'status.py',
    'times.py',
    'transfer.py',
    'unwanted.py',
  ],
  'selection.py': ['closure.py', 'unwanted.py'],
  'status.py': ['dpkg.py'],
  'transfer.py': ['dpkg.py'],
  'user.py': ['byte_code.py', 'hook.py', 'times.py', 'tree.py'],
  'vain.py': ['advice.py', 'gone.py', 'modules.py', 'reach.py', 'records.py'],
};

/** The files that a program needs, itself included. */
export function scriptFiles(name: ScriptName): readonly ScriptName[] {
  return unique([...(IMPORTS[name] ?? []).flatMap(scriptFiles), name]);
}

/** The name of the folder that has a step's programs with all that they need, and nothing else. */
export function scriptsFolder(programs: readonly ScriptName[]): string {
  return programs.map((name) => name.replace(/\.py$/, '')).join('+');
}

/** The files of a folder of programs, by its name. */
export function filesOfFolder(folder: string): readonly ScriptName[] {
  return unique(folder.split('+').flatMap((name) => scriptFiles(`${name}.py` as ScriptName)));
}

/** The folders that steps of the stages bind from the stage of that name, in the order in which they are first bound. */
export function boundFolders(stages: readonly Stage[], scriptsStage: string): readonly string[] {
  const mounts = stages.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'run' ? step.mounts : [])),
  );
  const folders = mounts.flatMap((mount) =>
    mount.kind === 'bind' && mount.from === scriptsStage ? [mount.source.slice(1)] : [],
  );
  return unique(folders);
}
