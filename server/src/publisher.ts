/** Milliseconds of checking that nobody notices while typing: then diagnostics follow each change at once. */
const unnoticed = 50;
/** Milliseconds that diagnostics of large documents wait for the next change at most. */
const longestPause = 1000;

/**
 * Decides when the diagnostics of a document are sent: after each change, but behind the requests that came with it;
 * where checking takes long, after a pause that is in proportion.
 */
export class Publisher {
  /** How to take back what is planned, by URI. */
  private readonly planned = new Map<string, () => void>();
  /** Milliseconds that the last check of each document took. */
  private readonly costs = new Map<string, number>();

  constructor(
    private readonly publish: (uri: string) => void,
    /** Milliseconds on any clock. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Plans the diagnostics of a document; `quiet` is the least time in milliseconds without another call. */
  schedule(uri: string, quiet = 0): void {
    const cost = this.costs.get(uri) ?? 0;
    const pause = Math.max(quiet, cost <= unnoticed ? 0 : Math.min(cost, longestPause));
    this.planned.get(uri)?.();
    this.planned.set(uri, pause === 0 ? this.soon(uri) : this.later(uri, pause));
  }

  /** Sends nothing more about a closed document. */
  forget(uri: string): void {
    this.planned.get(uri)?.();
    this.planned.delete(uri);
    this.costs.delete(uri);
  }

  private later(uri: string, pause: number): () => void {
    const timer = setTimeout(() => this.run(uri), pause);
    return () => clearTimeout(timer);
  }

  /** Messages are handled one per turn of the event loop: the second turn is behind those that are here already. */
  private soon(uri: string): () => void {
    let turn = setImmediate(() => (turn = setImmediate(() => this.run(uri))));
    return () => clearImmediate(turn);
  }

  private run(uri: string): void {
    this.planned.delete(uri);
    const start = this.now();
    this.publish(uri);
    this.costs.set(uri, this.now() - start);
  }
}
