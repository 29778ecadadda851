import { readdirSync, readFileSync } from 'node:fs';

/**
 * The traces of a credential in any place: its distinctive part, which no encoding of a URL, of JSON or of
 * a shell changes, and what base64 makes of that part at each of its three positions.
 */
export function tracesOf(distinctive: string): readonly string[] {
  const encoded = [0, 1, 2].map((shift) => {
    const text = Buffer.from(`${' '.repeat(shift)}${distinctive}`).toString('base64');
    // The ends also depend on what stands beside the part.
    return text.slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + distinctive.length) * 8) / 6));
  });
  return [distinctive, ...encoded];
}

/** Those of the traces that the bytes hold. */
export function tracesIn(bytes: Uint8Array | string, traces: readonly string[]): readonly string[] {
  const buffer =
    typeof bytes === 'string'
      ? Buffer.from(bytes)
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return traces.filter((trace) => buffer.includes(trace));
}

/** The command lines of this moment's processes that hold a trace; none where there is no /proc. */
export function commandLinesWith(traces: readonly string[]): readonly string[] {
  return processes().flatMap((id) => {
    const line = commandLine(id);
    return tracesIn(line, traces).length > 0 ? [line.toString().replaceAll('\0', ' ').trim()] : [];
  });
}

function processes(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** Empty for a process that has ended meanwhile. */
function commandLine(id: string): Buffer {
  try {
    return readFileSync(`/proc/${id}/cmdline`);
  } catch {
    return Buffer.alloc(0);
  }
}
