import type { RunStep } from '../plan.js';
import { bind, MOUNT_ROOT, runScript } from './steps.js';

/** Where the step sees Debian's ldconfig and its settings: folders that every base has, Debian or not. */
const LDCONFIG = 'ldconfig';

/** The facts that decide whether an image has a list of its shared libraries. */
export interface LibraryList {
  /** The interpreter that runs the step. */
  readonly python: string;
  /** The folder that gets what the image lacks. */
  readonly tree: string;
  /** Debian packages may open libraries by name without a word in a Python file. */
  readonly isAlways: boolean;
  /** Folder of the image whose Python files may ask for a library by name. */
  readonly folder: string;
}

/**
 * Adds ldconfig and its list of the shared libraries, in which `ctypes.util.find_library` looks, where something asks for
 * a library by name. Runs as root in the layout of the image.
 */
export function libraryListStep({ python, tree, isAlways, folder }: LibraryList): RunStep {
  return runScript(
    python,
    'ldconfig.py',
    [tree, `${MOUNT_ROOT}/${LDCONFIG}`, isAlways ? 'always' : 'mentioned', folder],
    {
      title: 'list the shared libraries',
      comment: 'For `ctypes.util.find_library`; nothing where no Python file names it.',
      locations: [],
      network: 'none',
      mounts: [
        bind('interpreter', '/sbin', `${LDCONFIG}/sbin`),
        bind('interpreter', '/etc', `${LDCONFIG}/etc`),
      ],
    },
  );
}
