import { HOME } from '../../basics/home.js';
import type { Located, Mopyfile } from '../../validate/mopyfile.js';
import { pythonOf } from '../base-images.js';
import { expandTemplate } from '../environment.js';
import type { RunStep } from '../plan.js';
import { bind, MOUNT_ROOT, runScript } from './steps.js';

/** Where steps see what dpkg knows of the packages that the dependencies were installed with. */
const SYSTEM = 'system';

/** Words by which programs of the build know the Debian packages: for the names in their messages. */
export function debianWords(mopyfile: Mopyfile): readonly string[] {
  return [
    `${MOUNT_ROOT}/${SYSTEM}`,
    packageNames(mopyfile.buildDependencies),
    packageNames(mopyfile.runtimeDependencies),
  ];
}

/** The mount that goes along with these words. */
export function debianMounts(installs: boolean): RunStep['mounts'] {
  return installs ? [bind('build', '/var/lib', SYSTEM)] : [];
}

function packageNames(packages: readonly Located<string>[]): string {
  return packages.map(({ value }) => value).join(',');
}

/**
 * Checks that the libraries of `LD_PRELOAD` are in the image, in whose layout it runs. None when there are none, or when
 * they may be files that `prepare` writes.
 */
export function preloadSteps(mopyfile: Mopyfile, installs: boolean): readonly RunStep[] {
  const preload = mopyfile.environment.find(({ name }) => name === 'LD_PRELOAD');
  const value = preload ? expandTemplate(preload.value, () => '') : '';
  if (!preload || value === '' || (mopyfile.prepare.length > 0 && value.includes(HOME))) {
    return [];
  }
  return [
    runScript(pythonOf(installs), 'preload.py', debianWords(mopyfile), {
      title: 'check LD_PRELOAD',
      locations: [preload.location],
      network: 'none',
      mounts: debianMounts(installs),
    }),
  ];
}
