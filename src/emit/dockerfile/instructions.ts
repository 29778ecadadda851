import type { CopyStep, Mount, RunStep, SecretFileMount, Step, WriteStep } from '../../plan/plan.js';
import { copySources } from '../copy-source.js';
import { comment, instruction, PLATFORM_VARIABLES, paths, quote, words } from './spelling.js';

/** The instructions of one step, its comment first. */
export function spellStep(step: Step): string {
  return (step.comment === undefined ? '' : comment(step.comment)) + spellInstruction(step);
}

function spellInstruction(step: Step): string {
  switch (step.kind) {
    case 'environment':
      return instruction(
        'ENV',
        step.variables.map(({ name, value }) => `${name}=${quote(value)}`),
      );
    case 'platform-arguments':
      return step.names.map((name) => `ARG ${name}\n`).join('');
    case 'working-directory':
      return `WORKDIR ${quote(step.path)}\n`;
    case 'user':
      return `USER ${step.user}\n`;
    case 'write':
      return spellWrite(step);
    case 'copy':
      return spellCopy(step);
    case 'run':
      return spellRun(step);
  }
}

/** Quoted heredocs: nothing in them is expanded. */
function spellWrite({ files, destination }: WriteStep): string {
  const sources = files.map(({ delimiter }) => `<<'${delimiter}'`);
  const texts = files.map(({ delimiter, content }) => `${content}${delimiter}\n`);
  return `${instruction('COPY', [...sources, destination])}${texts.join('')}`;
}

function spellCopy(step: CopyStep): string {
  const flags = [
    ...(step.link ? ['--link'] : []),
    ...(step.owner ? [`--chown=${step.owner.user}:${step.owner.group}`] : []),
    ...(step.mode === undefined ? [] : [`--chmod=${step.mode.toString(8)}`]),
    ...(step.from.kind === 'stage' ? [`--from=${step.from.name}`] : []),
  ];
  return `${['COPY', ...flags, paths([...copySources(step), step.destination])].join(' ')}\n`;
}

function spellRun({ command, mounts, network }: RunStep): string {
  const flags = [
    ...mounts.map((mount) => `--mount=${spellMount(mount)}`),
    ...(network === 'none' ? ['--network=none'] : []),
  ];
  return command.kind === 'arguments'
    ? instruction('RUN', [...flags, words(command.arguments)])
    : `RUN ${[...flags, `<<${command.delimiter}`].join(' \\\n    ')}\n${command.script}${command.delimiter}\n`;
}

function secretOwner({ owner }: SecretFileMount): string {
  return owner === undefined ? '' : `,uid=${owner},gid=${owner}`;
}

function spellMount(mount: Mount): string {
  switch (mount.kind) {
    case 'cache':
      return `type=cache,id=${mount.id}${mount.platformSuffix ? `-${PLATFORM_VARIABLES}` : ''},sharing=${mount.sharing},target=${mount.mountPoint}`;
    case 'bind':
      return `type=bind,from=${mount.from},source=${mount.source},target=${mount.mountPoint}${mount.writable ? ',rw' : ''}`;
    case 'memory':
      // BuildKit takes a mount without `from` for one of the build context, and then sends all of it.
      return `type=tmpfs,from=scratch,target=${mount.mountPoint}`;
    case 'secret-file':
      return `type=secret,id=${mount.id},target=${mount.mountPoint}${secretOwner(mount)}`;
    case 'secret-variable':
      return `type=secret,id=${mount.id},env=${mount.variable},required`;
    case 'ssh':
      return 'type=ssh,required';
  }
}
