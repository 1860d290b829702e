/** Any number of programs and followers on an access point, all in one session of its connection. */
import { PassThrough } from 'node:stream';
import { shellCommand } from '../transport/shellQuote.ts';
import type { Stream, StreamEnd, Transport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport.ts';
import { agentProgram } from './agentProgram.ts';
import { agentArguments, type FollowOptions } from './followScript.ts';
import { HubDecoder, type HubFrame } from './hubFrames.ts';
import { directStreams, type Streams } from './streams.ts';
import { StreamQueue } from './streamQueue.ts';

/** A hub that nobody uses ends after so long; milliseconds. */
const idleMs = 5000;
/** The agent gives up a client that says nothing for 120 s, as one whose laptop sleeps. */
const pingMs = 30_000;
/** The agent gives a sign of life every 9 s: after so long without one the connection is dead. */
const silenceMs = 45_000;

/** Where the access point has no perl, each stream takes a session of its own instead. */
export class StreamHub implements Streams {
  private session: Session | undefined;
  private readonly direct: Streams;
  private withoutPerl = false;

  constructor(private readonly transport: Transport) {
    this.direct = directStreams(transport);
  }

  run(argv: readonly string[], signal?: AbortSignal): Stream {
    const command = Buffer.from(shellCommand(argv), 'utf8').toString('hex');
    return this.open(argv, `run ${command}`, signal, (over) => this.direct.run(argv, over));
  }

  follow(options: FollowOptions, signal?: AbortSignal): Stream {
    const words = agentArguments(options).map((word) => Buffer.from(word, 'latin1').toString('hex') || '-');
    return this.open([], `follow ${words.join(' ')}`, signal, (over) => this.direct.follow(options, over));
  }

  /** Ends everything that runs. */
  dispose(): void {
    this.session?.end();
  }

  private open(
    argv: readonly string[],
    order: string,
    signal: AbortSignal | undefined,
    otherwise: Otherwise,
  ): Stream {
    if (this.withoutPerl) return otherwise(signal);
    if (this.session === undefined) {
      const session = new Session(this.transport, (noPerl) => {
        if (this.session === session) this.session = undefined;
        this.withoutPerl ||= noPerl;
      });
      this.session = session;
    }
    return this.session.open(argv, order, signal, otherwise);
  }
}

/** How a stream runs where there is no hub. */
type Otherwise = (signal: AbortSignal | undefined) => Stream;

interface Member {
  readonly queue: StreamQueue;
  readonly otherwise: Otherwise;
  readonly signal: AbortSignal | undefined;
}

/** One run of the agent as a hub. */
class Session {
  private readonly input = new PassThrough();
  private readonly stream: Stream;
  private readonly members = new Map<number, Member>();
  private readonly decoder = new HubDecoder();
  private readonly ping: NodeJS.Timeout;
  private silence: NodeJS.Timeout;
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;
  private over = false;

  constructor(
    transport: Transport,
    private readonly onEnd: (noPerl: boolean) => void,
  ) {
    this.stream = transport.stream(['perl', '-e', agentProgram, 'hub'], { input: this.input });
    this.ping = setInterval(() => this.say('~'), pingMs).unref();
    this.silence = this.watch();
    void this.read();
  }

  open(
    argv: readonly string[],
    order: string,
    signal: AbortSignal | undefined,
    otherwise: Otherwise,
  ): Stream {
    const id = ++this.lastId;
    clearTimeout(this.idle);
    const queue = new StreamQueue(argv, {
      consumed: (bytes) => this.say(`=${id} ${bytes}`),
      kill: () => {
        this.say(`-${id}`);
        this.leave(id);
      },
    });
    this.members.set(id, { queue, otherwise, signal });
    const kill = (): void => queue.kill();
    signal?.addEventListener('abort', kill);
    void queue.closed.then(() => signal?.removeEventListener('abort', kill));
    this.say(`+${id} ${order}`);
    if (signal?.aborted === true) kill();
    return queue;
  }

  end(): void {
    this.over = true;
    this.stream.kill();
  }

  private async read(): Promise<void> {
    for await (const bytes of this.stream.stdout) {
      clearTimeout(this.silence);
      this.silence = this.watch();
      for (const frame of this.decoder.append(bytes)) this.take(frame);
    }
    clearTimeout(this.silence);
    clearTimeout(this.idle);
    clearInterval(this.ping);
    this.over = true;
    const closed = await this.stream.closed;
    const noPerl =
      closed.kind === 'failed' && closed.error.reason === 'commandNotFound' && !this.decoder.greeted;
    this.onEnd(noPerl);
    const members = [...this.members.values()];
    this.members.clear();
    for (const { queue, otherwise, signal } of members) {
      if (noPerl) void queue.adopt(otherwise(signal));
      else queue.end(endOf(closed));
    }
  }

  private take(frame: HubFrame): void {
    const member = this.members.get(frame.id);
    if (member === undefined) return;
    switch (frame.kind) {
      case 'output':
        return member.queue.push(frame.bytes);
      case 'error':
        return member.queue.pushError(frame.bytes);
      case 'exit':
        member.queue.exit(frame.code, frame.signal);
        return this.leave(frame.id);
    }
  }

  private leave(id: number): void {
    this.members.delete(id);
    if (this.members.size > 0 || this.over) return;
    this.idle = setTimeout(() => {
      this.onEnd(false);
      this.end();
    }, idleMs).unref();
  }

  private say(line: string): void {
    if (!this.over) this.input.write(`${line}\n`);
  }

  private watch(): NodeJS.Timeout {
    return setTimeout(() => this.stream.kill(), silenceMs).unref();
  }
}

/** What its end means for those in it. */
function endOf(closed: StreamEnd): StreamEnd {
  switch (closed.kind) {
    case 'failed':
      // That perl was cut off is no news to a person who follows a job; why it was, is.
      return closed.error.cause instanceof TransportError ? { ...closed, error: closed.error.cause } : closed;
    case 'killed':
      return { kind: 'failed', error: lost('it gave no sign of life'), stderr: '' };
    case 'exit':
      return { kind: 'failed', error: lost(closed.stderr.trim() || 'it ended'), stderr: closed.stderr };
  }
}

const lost = (why: string): TransportError =>
  new TransportError('disconnected', `The follower on the access point is gone: ${why}.`);
