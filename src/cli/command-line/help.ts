import { FLAGS, type Flag } from './flags.js';

const INTRODUCTION = `mopy makes a minimal, non-root Python container image from a short YAML file.

Examples:
  mopy                            build ./Mopyfile.yaml and load the image into Docker
  mopy -t app:1 ./service         the same for the Mopyfile of another folder, with a name
  mopy -push -t registry.example.org/app:1 -platform linux/amd64,linux/arm64
  mopy -dockerfile > Dockerfile
  mopy -llb | buildctl build --local context=. \\
    --output "type=docker,name=app,$(mopy -image-config)" | docker load

Usage: mopy [flags] [context] [-- words for buildctl or docker]

The context is the Mopyfile's folder unless given. Flags stand before it, with one dash or two;
values follow after = or as the next word, those of booleans only after =.
`;

const CLOSING = `
Exit codes: 0 done, 1 the Mopyfile or the build failed, 2 wrong usage, 129 the terminal closed,
130 interrupted, 143 terminated.
`;

/** The text of `-help`: examples first, then the flags by what they are for. */
export function helpText(): string {
  const groups = new Map<string, Flag[]>();
  for (const flag of FLAGS) {
    groups.set(flag.group, [...(groups.get(flag.group) ?? []), flag]);
  }
  const sections = [...groups].map(([group, flags]) => `\n${group}:\n${flags.map(flagLine).join('')}`);
  return `${INTRODUCTION}${sections.join('')}${CLOSING}`;
}

function flagLine({ name, short, value, help }: Flag): string {
  const spelled = [`-${name}`, ...(short === undefined ? [] : [`-${short}`])].join(', ');
  const left = `  ${spelled}${value === undefined ? '' : ` ${value}`}`;
  return left.length < 32 ? `${left.padEnd(32)}${help}\n` : `${left}\n${' '.repeat(32)}${help}\n`;
}
