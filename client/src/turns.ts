/** Work that is done one piece at a time for each key, in the order in which it was asked for. */
export class Turns {
  /** What the next one of a key waits for; it never rejects. */
  private readonly last = new Map<string, Promise<void>>();

  /** Does the work once all that was asked for earlier has ended. `signal`: gives up the wait; rejects with its reason. */
  async take<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.last.get(key) ?? Promise.resolve();
    let leave = (): void => undefined;
    const left = new Promise<void>((resolve) => (leave = resolve));
    // Also behind one that has given up, the next waits for those before.
    const after = before.then(() => left);
    this.last.set(key, after);
    void after.then(() => {
      if (this.last.get(key) === after) this.last.delete(key);
    });
    try {
      await unlessAborted(before, signal);
      return await work();
    } finally {
      leave();
    }
  }
}

/** Waits for what never rejects; rejects with the signal's reason as soon as that is aborted. */
async function unlessAborted(awaited: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const giveUp = (): void => reject(signal?.reason as Error);
    signal?.addEventListener('abort', giveUp, { once: true });
    void awaited.then(() => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    });
  });
}
