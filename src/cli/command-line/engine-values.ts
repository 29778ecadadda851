import { csvFields, csvValue } from '../../basics/csv.js';
import { isReference } from '../../plan/image-reference.js';
import { TLS_FLAGS } from '../../solve/engine.js';
import type { BuildFlags } from './run-request.js';
import { usageError } from './usage-error.js';

const CACHE_EXAMPLE = 'for example type=registry,ref=registry.example.org/app:cache';

/** Docker's rule for the names of contexts, of which those of buildx's builders are a part. */
const BUILDER_NAME = /^[a-z0-9][\w.+-]*$/i;

/** Schemes that buildctl reaches a daemon by (BuildKit's client/connhelper and cmd/buildctl/main.go). */
const ADDRESS =
  /^(?:unix|tcp|npipe|ssh|kube-pod|docker-container|nerdctl-container|podman-container):\/\/[^\s\p{C}]+$/u;

/**
 * Refuses what is no address of buildkitd.
 *
 * @param origin the flag or the variable that has it
 * @throws OperationalError
 */
export function checkAddress(origin: string, address: string): void {
  if (!ADDRESS.test(address)) {
    throw usageError(
      `${origin}: ${JSON.stringify(address)} is no address of buildkitd`,
      'for example unix:///run/buildkit/buildkitd.sock, tcp://HOST:1234 or docker-container://NAME',
    );
  }
}

/**
 * Refuses values that buildctl or buildx would refuse in words of its own flags, or take for something else.
 *
 * @throws OperationalError
 */
export function checkEngineValues({ builder, tls, outputs, cacheFrom, cacheTo }: BuildFlags): void {
  if (builder !== undefined && !BUILDER_NAME.test(builder)) {
    throw usageError(
      `-builder: ${JSON.stringify(builder)} is no name of a builder`,
      '`docker buildx ls` lists them',
    );
  }
  checkTls(tls);
  for (const output of outputs) {
    checkRecord('-output', output, typedOutput(output));
  }
  for (const [flag, values] of [
    ['-cache-from', cacheFrom],
    ['-cache-to', cacheTo],
  ] as const) {
    for (const value of values) {
      checkCache(flag, value);
    }
  }
}

/** As buildctl reads them (BuildKit's cmd/buildctl/common). */
function checkTls(tls: BuildFlags['tls']): void {
  const beside = TLS_FLAGS.find((name) => name !== 'tlsdir' && name !== 'tlsservername' && tls[name]);
  if (tls.tlsdir !== undefined && beside !== undefined) {
    throw usageError(`-tlsdir has the file that -${beside} names`, 'leave one of them out');
  }
  if ((tls.tlscert === undefined) !== (tls.tlskey === undefined)) {
    const [given, missing] = tls.tlskey === undefined ? ['tlscert', 'tlskey'] : ['tlskey', 'tlscert'];
    throw usageError(`-${given} needs -${missing}`, 'a certificate is of use with its key alone');
  }
}

/** A reference alone is docker's short form of a registry's cache. */
function checkCache(flag: string, value: string): void {
  if (value.includes('=')) {
    checkRecord(flag, value, CACHE_EXAMPLE);
  } else if (!isReference(value)) {
    throw usageError(`${flag}: ${JSON.stringify(value)} is no name of an image`, CACHE_EXAMPLE);
  }
}

function checkRecord(flag: string, value: string, remedy: string): void {
  if (csvFields(value) === undefined) {
    throw usageError(
      `${flag}: ${JSON.stringify(value)} has a quote that does not stand around a whole field`,
      'fields are separated by commas; one that holds a comma is written "key=a,b"',
    );
  }
  if (!csvValue(value, 'type')) {
    throw usageError(`${flag}: ${JSON.stringify(value)} has no type`, remedy);
  }
}

/** The most likely meaning of a file or a folder alone. */
function typedOutput(text: string): string {
  if (text.includes('=')) {
    return 'types are local, tar, oci, docker and image: for example type=oci,dest=image.tar';
  }
  if (text === '-') {
    return 'write type=tar,dest=-';
  }
  return `write ${/\.\w+$/.test(text) ? `type=oci,dest=${text}` : `type=local,dest=${text}`}`;
}
