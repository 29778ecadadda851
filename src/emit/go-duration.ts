const UNITS = [
  ['h', 3.6e12],
  ['m', 6e10],
] as const;

/** A duration as Go's `time.Duration.String` writes it: `1m30s`, `500ms`, `1.5s`. */
export function goDuration(nanoseconds: number): string {
  if (nanoseconds === 0) {
    return '0s';
  }
  if (nanoseconds < 1e9) {
    const [unit, size] = nanoseconds < 1e3 ? ['ns', 1] : nanoseconds < 1e6 ? ['µs', 1e3] : ['ms', 1e6];
    return `${decimal(nanoseconds, Number(size))}${unit}`;
  }
  let rest = nanoseconds;
  let text = '';
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    text += count > 0 || text !== '' ? `${count}${unit}` : '';
    rest -= count * size;
  }
  return `${text}${decimal(rest, 1e9)}s`;
}

/** The quotient in full: a double holds neither all of its digits nor, from 2^53 on, all nanoseconds. */
function decimal(nanoseconds: number, size: number): string {
  const whole = Math.floor(nanoseconds / size);
  const digits = String(nanoseconds % size).padStart(Math.log10(size), '0');
  const fraction = size === 1 ? '' : digits.replace(/0+$/, '');
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}
