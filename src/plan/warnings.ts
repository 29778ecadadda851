import type { Diagnostic } from '../source/diagnostic.js';
import type { Location } from '../source/source.js';
import type { Mopyfile, Requirement, SensitiveText } from '../validate/mopyfile.js';
import type { CredentialMode } from './credentials.js';
import type { Plan } from './plan.js';
import { platformName } from './platform.js';

/** Warnings about decisions of the plan. */
export function planWarnings(
  mopyfile: Mopyfile,
  plan: Plan,
  credentials: CredentialMode,
): readonly Diagnostic[] {
  return [...inlineCredentials(mopyfile, credentials), ...slimPlatforms(mopyfile, plan)];
}

function inlineCredentials(mopyfile: Mopyfile, credentials: CredentialMode): readonly Diagnostic[] {
  const texts = [...mopyfile.indices.map(({ url }) => url), ...mopyfile.requirements.flatMap(sensitiveTexts)];
  const locations = texts.flatMap(secretLocations);
  if (credentials === 'secret' || locations.length === 0) {
    return [];
  }
  return [
    {
      code: 'inline-credentials',
      severity: 'warning',
      message: 'credentials are written into the build definition in plain text',
      locations,
      hint: 'build with mopy -credentials=secret, or leave them out and give the build a secret `pip.conf` or `netrc`',
    },
  ];
}

/** The entry itself, and what a lock file or a project brings along. */
function sensitiveTexts(requirement: Requirement): readonly SensitiveText[] {
  switch (requirement.kind) {
    case 'lock':
      return [
        ...[requirement, ...requirement.locked].map(({ text }) => text),
        ...requirement.further.flatMap(sensitiveTexts),
      ];
    case 'local':
      return [requirement, ...(requirement.dependencies ?? [])].map(({ text }) => text);
    default:
      return [requirement.text];
  }
}

function secretLocations(text: SensitiveText): readonly Location[] {
  return text.flatMap((part) => (part.kind === 'secret' ? [part.location] : []));
}

function slimPlatforms(mopyfile: Mopyfile, plan: Plan): readonly Diagnostic[] {
  const platforms = plan.targets.flatMap(({ platform, foundation }) =>
    platform && foundation === 'slim' && mopyfile.base !== 'slim' ? [platformName(platform)] : [],
  );
  if (platforms.length === 0) {
    return [];
  }
  return [
    {
      code: 'slim-platform',
      severity: 'warning',
      message: `there is no distroless image for ${platforms.join(' and ')}: the image stands on python:${mopyfile.python.version}-slim there`,
      locations: [],
      hint: 'write `base: slim` to get the same base on every platform',
    },
  ];
}
