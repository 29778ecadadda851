/** No input may take longer, as small or large as it is, on a machine that does the reference work in its seconds. */
const MAXIMUM_SECONDS = 2;

/** Some more than `referenceWork` took where the limits were chosen. */
const REFERENCE_SECONDS = 0.12;

/** The result of a function, and the seconds that it has worked. */
export async function measured<T>(
  work: () => Promise<T> | T,
): Promise<{ readonly result: T; readonly seconds: number }> {
  const [startedAt, usageBefore] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(usageBefore);
  // A busy machine makes the clock run ahead of the work; the compiler's helper threads make the work run ahead of the clock.
  return { result, seconds: Math.min(performance.now() - startedAt, (user + system) / 1000) / 1000 };
}

/** Whether work takes longer than it may. A slow machine gets longer, as much as it needs for other work of the kind. */
export async function isTooLong(seconds: number): Promise<boolean> {
  if (seconds <= MAXIMUM_SECONDS) {
    return false;
  }
  const reference = await measured(referenceWork);
  return seconds > MAXIMUM_SECONDS * Math.max(1, reference.seconds / REFERENCE_SECONDS);
}

/** Texts that are made, searched, kept and sorted, as a compiler does. */
function referenceWork(): number {
  const words = new Map<string, string>();
  for (let number = 0; number < 150_000; number += 1) {
    const word = `name-${(number * 7919) % 150_001}`;
    words.set(word, word.replaceAll(/[^a-z]+/g, '_'));
  }
  return [...words.keys()].sort().length;
}
