/** Who may use one of a connection's sessions; sshd allows so many at a time (MaxSessions, 10 by default). */
import type { Sessions, SessionUse } from './transport.ts';

interface Waiting {
  readonly use: SessionUse;
  readonly give: () => void;
}

const order: readonly SessionUse[] = ['command', 'transfer', 'tail'];

export class Channels {
  private readonly used: Record<SessionUse, number> = { command: 0, transfer: 0, tail: 0 };
  private readonly queue: Waiting[] = [];

  constructor(private limit: number) {}

  get state(): Sessions {
    return {
      limit: this.limit,
      tailLimit: this.tailLimit(),
      tails: this.used.tail,
      used: this.total(),
      waiting: this.queue.length,
    };
  }

  /** Whether one for this use is free now. */
  hasFree(use: SessionUse): boolean {
    return this.total() < this.limit && this.mayHave(use);
  }

  /**
   * Waits for a free session; commands come before transfers, these before tails.
   * `signal`: nobody waits for it any more; rejects with the signal's reason.
   */
  async acquire(use: SessionUse, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.hasFree(use)) {
      this.used[use]++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const give = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const waiting = { use, give };
      const giveUp = (): void => {
        this.queue.splice(this.queue.indexOf(waiting), 1);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.queue.push(waiting);
    });
  }

  /** Gives a session back, and those that are free now to who waits for them. */
  release(use: SessionUse): void {
    this.used[use]--;
    for (;;) {
      const next = order
        .map((one) => this.queue.findIndex((waiting) => waiting.use === one && this.hasFree(one)))
        .find((index) => index >= 0);
      if (next === undefined) return;
      const [waiting] = this.queue.splice(next, 1);
      if (waiting === undefined) return;
      this.used[waiting.use]++;
      waiting.give();
    }
  }

  /** The server refused one more than are in use besides this one: keep to that. False when there are no others. */
  shrink(): boolean {
    const others = this.total() - 1;
    if (others < 1) return false;
    this.limit = Math.min(this.limit, others);
    return true;
  }

  private mayHave(use: SessionUse): boolean {
    const { transfer, tail } = this.used;
    switch (use) {
      case 'command':
        return true;
      case 'transfer':
        return transfer + tail < this.limit - this.forCommands();
      case 'tail':
        return tail < this.tailLimit() && this.mayHave('transfer');
    }
  }

  /** Sessions that only commands use: they never wait for a tail to end or for an upload. */
  private forCommands(): number {
    return this.limit >= 5 ? 2 : this.limit >= 3 ? 1 : 0;
  }

  /** Tails leave one to transfers. A server that has just one session gets no tails: nothing else could run. */
  private tailLimit(): number {
    return Math.max(0, this.limit - this.forCommands() - 1);
  }

  private total(): number {
    return this.used.command + this.used.transfer + this.used.tail;
  }
}
