import { unique } from '../../basics/unique.js';
import type { Location } from '../../source/source.js';
import type { Mopyfile } from '../../validate/mopyfile.js';
import { PYTHON } from '../base-images.js';
import type { RunStep } from '../plan.js';
import { type PlainRequirement, plainRequirements } from '../requirement-list.js';
import { cache, trustMounts, trustScript } from './network.js';
import { delimiterFor, optionalSecret, quietly, scriptsMount } from './steps.js';

/** The Mopyfile's packages, and git-lfs where something comes from git: repositories may keep files there. */
export function aptPackages(mopyfile: Mopyfile): readonly string[] {
  const git = gitRequirements(mopyfile).length > 0 ? ['git-lfs'] : [];
  return unique([...mopyfile.buildDependencies.map(({ value }) => value), ...git]);
}

/** Installs packages for the time in which packages of Python are installed. */
export function aptStep(mopyfile: Mopyfile, packages: readonly string[]): RunStep {
  return installStep(mopyfile, packages, [...mopyfile.buildDependencies, ...gitRequirements(mopyfile)]);
}

/** Installs the packages of the image. */
export function runtimeAptStep(mopyfile: Mopyfile): RunStep {
  const { runtimeDependencies } = mopyfile;
  return installStep(mopyfile, unique(runtimeDependencies.map(({ value }) => value)), runtimeDependencies);
}

function installStep(
  mopyfile: Mopyfile,
  packages: readonly string[],
  entries: readonly { readonly location: Location }[],
): RunStep {
  const script = aptScript(packages, trustScript(mopyfile));
  return {
    kind: 'run',
    title: `install ${packages.join(', ')} with apt`,
    comment: 'Downloads stay in the cache; package lists and downloads never become part of a layer.',
    locations: entries.map(({ location }) => location),
    command: { kind: 'shell', script, delimiter: delimiterFor(script) },
    network: 'default',
    mounts: [
      scriptsMount('quiet.py'),
      cache(mopyfile, 'apt', '/var/cache/apt', 'private'),
      cache(mopyfile, 'apt-lists', '/var/lib/apt/lists', 'private'),
      optionalSecret('apt.conf', '/etc/apt/apt.conf.d/99-mopy-secret'),
      ...trustMounts(mopyfile),
    ],
  };
}

const APT = `${quietly(PYTHON)} apt-get`;

/** Words of apt-get that stand for architectures which are there: the builder's own, or whichever has the package. */
const OWN_ARCHITECTURES: ReadonlySet<string> = new Set(['any', 'all', 'native']);

/**
 * Package names are data of heredocs: validation knows their form, and no shell reads them.
 * A release whose mirrors answer with an error has been moved to Debian's archive, where the
 * signatures still hold but the expiry dates have passed.
 */
function aptScript(packages: readonly string[], trust: string): string {
  const named = unique(packages.flatMap((name) => /^[^=/]+:([a-z0-9-]+)/.exec(name)?.[1] ?? []));
  const architectures = named.filter((name) => !OWN_ARCHITECTURES.has(name));
  return `set -e
export DEBIAN_FRONTEND=noninteractive
rm -f /etc/apt/apt.conf.d/docker-clean
${trust}\
${heredoc('xargs --no-run-if-empty --max-args=1 dpkg --add-architecture', 'ARCHITECTURES', architectures)}\
if ! ${APT} update; then
  . /etc/os-release
  security="$VERSION_CODENAME-security"
  case "$VERSION_ID" in 9 | 10) security="$VERSION_CODENAME/updates" ;; esac
  rm -rf /etc/apt/sources.list.d/*
  cat > /etc/apt/sources.list <<SOURCES
deb http://archive.debian.org/debian $VERSION_CODENAME main
deb http://archive.debian.org/debian-security $security main
SOURCES
  echo 'Acquire::Check-Valid-Until "false";' > /etc/apt/apt.conf.d/98-mopy-archive
  ${APT} update
fi
${heredoc(`xargs ${APT} install --yes --no-install-recommends`, 'PACKAGES', packages)}`;
}

function heredoc(command: string, delimiter: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${command} <<'${delimiter}'\n${lines.join('\n')}\n${delimiter}\n`;
}

/** Git URLs, and requirements files that bring some along. */
function gitRequirements(mopyfile: Mopyfile): readonly PlainRequirement[] {
  return plainRequirements(mopyfile).filter(
    (requirement) =>
      requirement.kind === 'git' ||
      (requirement.kind === 'requirements-file' &&
        mopyfile.included.gitFiles.includes(requirement.path.path)),
  );
}
