#!/usr/bin/env node
// CommonJS, and V8's compiled code kept beside the bundle: that halves what a start costs on top of Node's own.
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const BUNDLE = join(__dirname, '..', 'dist', 'cli.cjs');
const CODE = join(__dirname, '..', 'dist', `cli-${process.version}-${process.arch}.code`);

const source = readFileSync(BUNDLE, 'utf8');
// V8 compares no more than the length of the source; the first line of the bundle is its digest.
const digest = Buffer.from(source.slice(0, source.indexOf('\n') + 1));
const kept = readKept();
const script = new Script(`(function (module, exports, require, __dirname) {${source}\n})`, {
  filename: BUNDLE,
  ...(kept && { cachedData: kept }),
});
const bundle = { exports: {} };
script.runInThisContext()(
  bundle,
  bundle.exports,
  (name) => require(resolved(name)),
  join(__dirname, '..', 'dist'),
);
const { main, processIo } = bundle.exports;

const words = process.argv.slice(2);

main(words, processIo(process)).then((code) => {
  process.exitCode = code;
  const isKept = kept !== undefined && !script.cachedDataRejected;
  // Only what ran is compiled: these would keep next to nothing.
  const isShort = words.some((word) => /^--?(h|help|version)$/.test(word));
  if (code === 0 && !isKept && !isShort) {
    keep(script.createCachedData());
  }
});

/** The bundle's own `require` is relative to the bundle. */
function resolved(name) {
  return name.startsWith('./') ? join(__dirname, '..', 'dist', name) : name;
}

function readKept() {
  try {
    const file = readFileSync(CODE);
    return digest.equals(file.subarray(0, digest.length)) ? file.subarray(digest.length) : undefined;
  } catch {
    return undefined;
  }
}

/** Where the folder is read-only, every start compiles anew. */
function keep(data) {
  const temporary = `${CODE}.${process.pid}`;
  try {
    writeFileSync(temporary, Buffer.concat([digest, data]), { flag: 'wx' });
    renameSync(temporary, CODE);
  } catch {}
}
