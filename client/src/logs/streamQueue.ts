import { commandNotFound, StderrTail } from '../transport/process.ts';
import type { Stream, StreamEnd } from '../transport/transport.ts';

/** Bytes that are consumed before the other side is told: it may be so much, and more, ahead. */
const reportBytes = 131_072;

/** A Stream whose output somebody pushes. The other side is told what was read, so that it holds back the rest. */
export class StreamQueue implements Stream {
  readonly stdout: AsyncIterable<Uint8Array>;
  readonly closed: Promise<StreamEnd>;
  private settle: (end: StreamEnd) => void = () => undefined;
  private readonly chunks: Uint8Array[] = [];
  private readonly stderr = new StderrTail();
  private wake: () => void = () => undefined;
  private over = false;
  private unreported = 0;
  private adopted: Stream | undefined;

  constructor(
    private readonly argv: readonly string[],
    private readonly other: {
      readonly consumed: (bytes: number) => void;
      readonly kill: () => void;
    },
  ) {
    this.closed = new Promise((resolve) => (this.settle = resolve));
    this.stdout = this.read();
  }

  push(bytes: Uint8Array): void {
    if (this.over) return;
    this.chunks.push(bytes);
    this.wake();
  }

  pushError(bytes: Uint8Array): void {
    this.stderr.push(Buffer.from(bytes));
  }

  exit(code: number | undefined, signal: number | undefined): void {
    const stderr = this.stderr.toString();
    this.end(
      code === 127
        ? { kind: 'failed', error: commandNotFound(this.argv, stderr), stderr }
        : { kind: 'exit', code, signal: signalName(signal), stderr },
    );
  }

  /** What was pushed before can still be read. */
  end(end: StreamEnd): void {
    this.over = true;
    this.settle(end);
    this.wake();
  }

  kill(): void {
    this.adopted?.kill();
    if (!this.over) this.other.kill();
    this.chunks.length = 0;
    this.end({ kind: 'killed', stderr: this.stderr.toString() });
  }

  /** Goes on with another stream, which has the same to tell. */
  async adopt(stream: Stream): Promise<void> {
    if (this.over) {
      stream.kill();
      return;
    }
    this.adopted = stream;
    for await (const bytes of stream.stdout) {
      this.push(bytes);
      await this.taken();
    }
    this.end(await stream.closed);
  }

  private takenBy: (() => void) | undefined;

  /** Waits until everything that was pushed is read. */
  private taken(): Promise<void> {
    if (this.chunks.length === 0 || this.over) return Promise.resolve();
    return new Promise((resolve) => (this.takenBy = resolve));
  }

  private async *read(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const next = this.chunks.shift();
        if (next !== undefined) {
          yield next;
          this.report(next.length);
        } else if (this.over) {
          return;
        } else {
          this.takenBy?.();
          await new Promise<void>((resolve) => (this.wake = resolve));
        }
      }
    } finally {
      this.takenBy?.();
      if (!this.over) this.kill();
    }
  }

  private report(bytes: number): void {
    this.unreported += bytes;
    if (this.unreported < reportBytes || this.over) return;
    this.other.consumed(this.unreported);
    this.unreported = 0;
  }
}

/** By their numbers on access points: this machine's may be others. */
const linuxSignals: Readonly<Record<number, string>> = {
  ...{ 1: 'SIGHUP', 2: 'SIGINT', 3: 'SIGQUIT', 4: 'SIGILL', 5: 'SIGTRAP', 6: 'SIGABRT', 7: 'SIGBUS' },
  ...{ 8: 'SIGFPE', 9: 'SIGKILL', 10: 'SIGUSR1', 11: 'SIGSEGV', 12: 'SIGUSR2', 13: 'SIGPIPE' },
  ...{ 14: 'SIGALRM', 15: 'SIGTERM', 24: 'SIGXCPU', 25: 'SIGXFSZ', 31: 'SIGSYS' },
};

function signalName(number: number | undefined): string | undefined {
  if (number === undefined) return undefined;
  return linuxSignals[number] ?? `signal ${number}`;
}
