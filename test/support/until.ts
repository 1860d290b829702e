/**
 * Asks again every `everyMs` until `ask` answers something else than undefined or false, and returns that.
 * Rejects after `timeoutMs` with `what` in the message, and with what `describe` says about the state by then.
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  options: { timeoutMs?: number; everyMs?: number; describe?: () => unknown } = {},
): Promise<Exclude<T, undefined | false>> {
  const timeoutMs = options.timeoutMs ?? 15_000;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    // The cast states what the comparison has just checked.
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (Date.now() >= deadline) {
      const state = options.describe ? `; by then: ${String(await options.describe())}` : '';
      throw new Error(`still waiting after ${timeoutMs} ms: ${what}${state}`);
    }
    await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 100));
  }
}
