// The options of `engine container`, named and meaning as in `docker run`. They end at the image: what follows is the program's.
const values = {
  '-u': 'user',
  '--user': 'user',
  '-w': 'workdir',
  '--workdir': 'workdir',
  '--entrypoint': 'entrypoint',
  '--platform': 'platform',
};
const lists = { '-e': 'env', '--env': 'env', '-v': 'volume', '--volume': 'volume', '--tmpfs': 'tmpfs' };
const switches = { '--read-only': 'readOnly', '--cap-drop-all': 'dropCapabilities' };

export function parseArguments(words) {
  const options = { env: [], volume: [], tmpfs: [], readOnly: false, dropCapabilities: false };
  const rest = [...words];
  while (rest[0]?.startsWith('-')) {
    const [option, ...attached] = rest.shift().split('=');
    if (option in switches) {
      options[switches[option]] = true;
      continue;
    }
    if (!(option in values) && !(option in lists)) {
      throw new Error(`unknown option ${option}`);
    }
    const value = attached.length > 0 ? attached.join('=') : rest.shift();
    if (value === undefined) {
      throw new Error(`${option} needs a value`);
    }
    if (option in lists) {
      options[lists[option]].push(value);
    } else {
      options[values[option]] = value;
    }
  }
  const [source, ...command] = rest;
  if (source === undefined) {
    throw new Error('no image given');
  }
  return { options, source, command };
}
