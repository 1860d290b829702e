/** Who may use one of a connection's sessions; sshd allows so many at a time (MaxSessions, 10 by default). */
export class Channels {
  private used = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private limit: number) {}

  get inUse(): number {
    return this.used;
  }

  /** Waits for a free session, in the order of asking. */
  async acquire(): Promise<void> {
    if (this.used >= this.limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.used++;
  }

  /** Gives a session back: to the one who waits longest, where somebody waits. */
  release(): void {
    const next = this.used > this.limit ? undefined : this.waiting.shift();
    if (next === undefined) this.used--;
    else next();
  }

  /** The server refused one more than are in use besides this one: keep to that. False when there are no others. */
  shrink(): boolean {
    const others = this.used - 1;
    if (others < 1) return false;
    this.limit = Math.min(this.limit, others);
    return true;
  }
}
