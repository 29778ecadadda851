#!/usr/bin/env node
// CommonJS, and V8's compiled code kept for the next start: that halves what a start costs on top of Node's own.
// V8 trusts the code that it is given, so only what this user alone can have written is used, and only undamaged.
const fs = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const DIST = join(__dirname, '..', 'dist');
const BUNDLE = join(DIST, 'cli.cjs');
const HEAD = '(function (exports, require, module) {';
const TAIL = '\n})';
const WRITABLE_BY_OTHERS = 0o022;
const OLD_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

const source = functionText(BUNDLE);
// The digest of the bundle, in its first line: V8 compares no more than the length of the source.
const digest = source.slice(HEAD.length + 3, source.indexOf('\n'));
/** Last in the file, so that what is before it begins where V8 need not move it. */
const TRAILER = `${digest}\n`;
const code = `cli-${digest.slice(0, 16)}-${process.version}-${process.platform}-${process.arch}.code`;
const folder = keepingFolder();
const kept = folder === undefined ? undefined : attempt(() => readKept(join(folder, code)));
const script = new Script(source, {
  filename: BUNDLE,
  ...(kept && { cachedData: kept }),
});
const bundle = new module.constructor(BUNDLE, module);
bundle.filename = BUNDLE;
// The other files of the package ask for it too.
require.cache[BUNDLE] = bundle;
script.runInThisContext()(bundle.exports, (name) => bundle.require(name), bundle);
const { main, processIo } = bundle.exports;

const words = process.argv.slice(2);

main(words, processIo(process)).then((exitCode) => {
  process.exitCode = exitCode;
  const isKept = kept !== undefined && !script.cachedDataRejected;
  // Only what ran is compiled: these would keep next to nothing.
  const isShort = words.some((word) => /^--?(h|help|version)$/.test(word));
  if (exitCode === 0 && !isKept && !isShort && folder !== undefined) {
    attempt(() => keep(script.createCachedData()));
  }
  // All is written. Node's way out takes longer than `exit`; what BuildKit reads goes through streams of Node's.
  if (words.length > 0 && !/^--?frontend$/.test(words[0])) {
    process.exit();
  }
});

/** The text of a file as a function's, as Node itself takes a module. Put together as bytes: a string of both would be a copy. */
function functionText(path) {
  const descriptor = openBundle(path);
  try {
    const { size } = fs.fstatSync(descriptor);
    const bytes = Buffer.allocUnsafe(HEAD.length + size + TAIL.length);
    bytes.latin1Write(HEAD);
    fs.readSync(descriptor, bytes, HEAD.length, size);
    bytes.latin1Write(TAIL, HEAD.length + size);
    return bytes.latin1Slice();
  } finally {
    fs.closeSync(descriptor);
  }
}

/** The package comes with its bundle; a checkout has one only after a build. */
function openBundle(path) {
  try {
    return fs.openSync(path);
  } catch (error) {
    if (error.code !== 'ENOENT') {
      throw error;
    }
    process.stderr.write(`error: ${path} is missing\n  hint: in a checkout, \`npm run build\` makes it\n`);
    process.exit(1);
  }
}

/** Where code is kept: beside the bundle when that folder is the user's own, else in the user's cache folder. */
function keepingFolder() {
  const isOwnInstallation = attempt(() => {
    fs.accessSync(DIST, fs.constants.W_OK);
    return isOwn(fs.lstatSync(DIST));
  });
  return isOwnInstallation ? DIST : attempt(cacheFolder);
}

function cacheFolder() {
  const { isAbsolute } = require('node:path');
  const { XDG_CACHE_HOME: cache = '' } = process.env;
  const home = require('node:os').homedir();
  // With sudo it may be another user's home, where a folder of root's would be in the way.
  return isAbsolute(cache) || isOwn(fs.statSync(home))
    ? join(isAbsolute(cache) ? cache : join(home, '.cache'), 'mopy')
    : undefined;
}

/** True for a file that nobody else can have written. Windows has no such modes, and keeps the folders of users apart. */
function isOwn({ uid, mode }) {
  const { getuid } = process;
  return getuid === undefined || (uid === getuid() && (mode & WRITABLE_BY_OTHERS) === 0);
}

/**
 * The code is there twice: comparing takes less time than any checksum, for which Node would have to load something.
 * Throws where there is nothing; undefined when it is not to be believed.
 */
function readKept(path) {
  if (!isOwn(fs.lstatSync(folder))) {
    return undefined;
  }
  const descriptor = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0));
  try {
    const stats = fs.fstatSync(descriptor);
    const size = (stats.size - TRAILER.length) / 2;
    if (!stats.isFile() || !isOwn(stats) || !Number.isInteger(size) || size <= 0) {
      return undefined;
    }
    const file = Buffer.allocUnsafeSlow(stats.size);
    const isWhole = fs.readSync(descriptor, file) === stats.size;
    const data = file.subarray(0, size);
    return isWhole && file.latin1Slice(2 * size) === TRAILER && data.equals(file.subarray(size, 2 * size))
      ? data
      : undefined;
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Written whole or not at all: several starts may do so at once. */
function keep(data) {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isOwn(fs.lstatSync(folder))) {
    return;
  }
  const temporary = join(folder, `cli-${process.pid}-${Date.now()}.new.code`);
  try {
    const descriptor = fs.openSync(temporary, 'wx', 0o600);
    try {
      // The umask may have taken even that away.
      fs.fchmodSync(descriptor, 0o600);
      fs.writeFileSync(descriptor, Buffer.concat([data, data, Buffer.from(TRAILER)]));
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(temporary, join(folder, code));
  } catch {
    fs.rmSync(temporary, { force: true });
  }
  removeOld();
}

/** Files that other versions have left; one that is still in use is made anew. */
function removeOld() {
  for (const name of fs.readdirSync(folder)) {
    const path = join(folder, name);
    if (/^cli-.*\.code$/.test(name) && fs.lstatSync(path).mtimeMs < Date.now() - OLD_MILLISECONDS) {
      fs.rmSync(path, { force: true });
    }
  }
}

/** An error of kept code is none of the start, which goes on without. */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
