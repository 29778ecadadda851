// The settings of a container in the form that runc reads, with Docker's defaults and the host's network.
import { hostname } from 'node:os';
import { resolve } from 'node:path';

const defaultPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const defaultCapabilities = [
  'CAP_AUDIT_WRITE',
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_MKNOD',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_RAW',
  'CAP_SETFCAP',
  'CAP_SETGID',
  'CAP_SETPCAP',
  'CAP_SETUID',
  'CAP_SYS_CHROOT',
];

const systemMounts = [
  { destination: '/proc', type: 'proc', source: 'proc' },
  {
    destination: '/dev',
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['nosuid', 'strictatime', 'mode=755', 'size=65536k'],
  },
  {
    destination: '/dev/pts',
    type: 'devpts',
    source: 'devpts',
    options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5'],
  },
  {
    destination: '/dev/shm',
    type: 'tmpfs',
    source: 'shm',
    options: ['nosuid', 'noexec', 'nodev', 'mode=1777', 'size=65536k'],
  },
  { destination: '/dev/mqueue', type: 'mqueue', source: 'mqueue', options: ['nosuid', 'noexec', 'nodev'] },
  { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['nosuid', 'noexec', 'nodev', 'ro'] },
];

/** `hostFiles` and `volumes` map a path in the container to the file or folder of the host that appears there. */
export function specificationOf({ config, options, command, user, rootFolder, hostFiles, volumes }) {
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid: user.uid, gid: user.gid, additionalGids: user.additionalGids },
      args: programOf(config, options, command),
      env: environmentOf(config, options, user),
      cwd: options.workdir ?? (config.WorkingDir || '/'),
      capabilities: capabilitiesOf(options, user),
    },
    root: { path: rootFolder, readonly: options.readOnly },
    mounts: [
      ...systemMounts,
      ...Object.entries(hostFiles).map(([destination, source]) => bind(source, destination, [])),
      ...Object.entries(volumes).map(([destination, source]) => bind(source, destination, [])),
      ...options.volume.map(volumeMount),
      ...options.tmpfs.map(tmpfsMount),
    ],
    linux: {
      namespaces: [{ type: 'pid' }, { type: 'ipc' }, { type: 'mount' }],
      maskedPaths: ['/proc/kcore', '/proc/keys', '/proc/timer_list', '/sys/firmware'],
      readonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
    },
  };
}

// A new entrypoint drops the image's CMD, and words after the image replace it.
function programOf(config, options, command) {
  const entrypoint =
    options.entrypoint === undefined ? (config.Entrypoint ?? []) : [options.entrypoint].filter(Boolean);
  const inherited = options.entrypoint === undefined ? (config.Cmd ?? []) : [];
  const program = [...entrypoint, ...(command.length > 0 ? command : inherited)];
  if (program.length === 0) {
    throw new Error('the image names no program, and none was given');
  }
  return program;
}

function environmentOf(config, options, user) {
  const variables = new Map();
  const set = (assignment) => variables.set(assignment.split('=', 1)[0], assignment);
  set(defaultPath);
  set(`HOSTNAME=${hostname()}`);
  for (const assignment of config.Env ?? []) {
    set(assignment);
  }
  for (const assignment of options.env) {
    if (assignment.includes('=')) {
      set(assignment);
    } else if (process.env[assignment] !== undefined) {
      set(`${assignment}=${process.env[assignment]}`);
    }
  }
  if (!variables.has('HOME')) {
    set(`HOME=${user.home}`);
  }
  return [...variables.values()];
}

// A user other than root has none of them, yet may gain them by a set-user-id program.
function capabilitiesOf(options, user) {
  const bounding = options.dropCapabilities ? [] : defaultCapabilities;
  const held = user.uid === 0 ? bounding : [];
  return { bounding, effective: held, permitted: held };
}

function volumeMount(volume) {
  const [source, destination, mode] = volume.split(':');
  if (!destination) {
    throw new Error(`a volume is HOST:DEST, not ${volume}`);
  }
  return bind(resolve(source), destination, mode === 'ro' ? ['ro'] : []);
}

function bind(source, destination, options) {
  return { destination, type: 'bind', source, options: ['rbind', 'rprivate', ...options] };
}

function tmpfsMount(tmpfs) {
  const [destination, more] = tmpfs.split(':');
  const options = ['nosuid', 'nodev', 'noexec', 'mode=1777'];
  return {
    destination,
    type: 'tmpfs',
    source: 'tmpfs',
    options: [...options, ...(more ? more.split(',') : [])],
  };
}
