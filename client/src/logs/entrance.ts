/** Sessions in sandboxes begin a few at a time: fifty at once are more than an access point bears. */
import type { Stream } from '../transport/transport.ts';
import type { Streams } from './streams.ts';
import { StreamQueue } from './streamQueue.ts';

/** How often one that waits gives a sign of life, milliseconds: its reader would take it for dead. */
const signMs = 20_000;

/** Sessions that may begin at the same time at one access point. */
const most = 8;

interface Waiting {
  /** Whether a person looks at what it is for; asked at each turn. */
  readonly urgent: () => boolean;
  /** It is its turn; `leave` is called once it has begun, or failed. Calling it again does nothing. */
  readonly begin: (leave: () => void) => void;
}

export class Entrance {
  private free = most;
  private waiting: readonly Waiting[] = [];

  /** Begins at once, or when it is its turn: first what a person looks at. Returns what gives up the wait. */
  enter(one: Waiting): () => void {
    this.waiting = [...this.waiting, one];
    this.next();
    return () => (this.waiting = this.waiting.filter((other) => other !== one));
  }

  private next(): void {
    const one = this.waiting.find(({ urgent }) => urgent()) ?? this.waiting[0];
    if (one === undefined || this.free === 0) return;
    this.waiting = this.waiting.filter((other) => other !== one);
    this.free--;
    let inside = true;
    one.begin(() => {
      if (!inside) return;
      inside = false;
      this.free++;
      this.next();
    });
  }
}

/** The same streams; those that enter a sandbox wait for their turn, until their first bytes come. */
export const throughEntrance = (streams: Streams, entrance: Entrance, urgent: () => boolean): Streams => ({
  follow: (options, signal) => streams.follow(options, signal),
  run: (argv, signal) => {
    if (argv[0] !== 'condor_ssh_to_job') return streams.run(argv, signal);
    let giveUp = (): void => undefined;
    const queue = new StreamQueue(argv, { consumed: () => undefined, kill: () => giveUp() });
    const signs = setInterval(() => queue.push(new Uint8Array()), signMs).unref();
    giveUp = entrance.enter({
      urgent,
      begin: (leave) => {
        clearInterval(signs);
        const stream = streams.run(argv, signal);
        void stream.closed.then(leave);
        void queue.adopt({ ...stream, kill: () => stream.kill(), stdout: tapped(stream, leave) });
      },
    });
    const kill = (): void => queue.kill();
    if (signal?.aborted === true) kill();
    signal?.addEventListener('abort', kill);
    void queue.closed.then(() => {
      clearInterval(signs);
      signal?.removeEventListener('abort', kill);
    });
    return queue;
  },
});

/** Its output; tells when the first of it comes. */
async function* tapped({ stdout }: Stream, onFirst: () => void): AsyncGenerator<Uint8Array> {
  for await (const bytes of stdout) {
    onFirst();
    yield bytes;
  }
}
