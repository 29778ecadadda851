import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the machine's own clock: `man 5 proc`. */
const TICKS = 100;

/**
 * Seconds of processor time that programs have taken: a daemon with all that it has started and that has ended since, and
 * what this program has started and that has ended. Unlike wall time it hardly depends on what else a machine does.
 */
export function processorSeconds(daemon) {
  const own = timesOf('self');
  const other = timesOf(daemon);
  return (own.ended + other.itself + other.ended) / TICKS;
}

function timesOf(process) {
  const text = readFileSync(`/proc/${process}/stat`, 'utf8');
  // Behind the program's name, which may hold blanks and brackets.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user, system, endedUser, endedSystem] = fields.slice(11, 15);
  return { itself: user + system, ended: endedUser + endedSystem };
}
