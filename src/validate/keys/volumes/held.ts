import { HOME } from '../../../basics/home.js';
import type { Project } from '../../mopyfile.js';

/** Folders of the system, on either base, that no volume can be or lie in. */
const SYSTEM = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/mopy',
  '/opt',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/tmp',
  '/usr',
  '/var/cache/apt',
  '/var/cache/debconf',
  '/var/cache/ldconfig',
  '/var/lib/apt',
  '/var/lib/dpkg',
  '/var/lib/misc',
  '/var/lib/pam',
  '/var/lib/python',
  '/var/lib/systemd',
  '/var/local',
  '/var/lock',
  '/var/log/apt',
  '/var/mail',
  '/var/run',
  '/var/tmp',
];

/** Folders of the system that a volume can lie in, and cannot be. */
const PARENTS: ReadonlySet<string> = new Set([
  '/',
  '/home',
  '/media',
  '/mnt',
  '/srv',
  '/var',
  '/var/backups',
  '/var/cache',
  '/var/lib',
  '/var/log',
  '/var/opt',
  '/var/spool',
]);

/**
 * The reason why a folder cannot be a volume: the image holds it, or something in it. Undefined where it can be one.
 *
 * @param path normalised and absolute
 */
export function whyHeld(path: string, project: Project | undefined): string | undefined {
  if (PARENTS.has(path)) {
    return `\`${path}\` is a folder of the system`;
  }
  const system = SYSTEM.find((folder) => isIn(path, folder));
  if (system !== undefined) {
    return path === system
      ? `\`${path}\` is a folder of the system`
      : `\`${path}\` lies in \`${system}\`, a folder of the system`;
  }
  if (path === HOME) {
    return `\`${path}\` is the home folder of the image's user`;
  }
  if (!isIn(path, HOME)) {
    return isIn(path, '/home') ? `\`${path}\` lies in \`/home\`, a folder of the system` : undefined;
  }
  return projectFolders(project).some((folder) => isIn(folder, path))
    ? `\`${path}\` holds the project`
    : undefined;
}

function projectFolders(project: Project | undefined): readonly string[] {
  const folders = [
    ...(project?.parts ?? []).map(({ destination }) => destination),
    ...(project?.folder === undefined ? [] : [project.folder]),
  ];
  return folders.map((folder) => `${HOME}/${folder}`);
}

/** Whether a path is a folder or lies in it. */
export function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
