/** No input may take longer, as small or large as it is. */
export const MAXIMUM_SECONDS = 2;

/** The result of a function, and the seconds that it has worked. */
export async function measured<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly seconds: number }> {
  const [startedAt, usageBefore] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(usageBefore);
  // A busy machine makes the clock run ahead of the work; the compiler's helper threads make the work run ahead of the clock.
  return { result, seconds: Math.min(performance.now() - startedAt, (user + system) / 1000) / 1000 };
}
