/** One SSH connection, shared by all commands until it is lost. */
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { Channels } from './channels.ts';
import { execWith, type Open, type OpenOptions, type Running } from './process.ts';
import { loginCommand } from './shellQuote.ts';
import { runningChannel, type RunningChannel } from './sshChannel.ts';
import { watchSleep } from './sleepWatch.ts';
import { openClient } from './sshHandshake.ts';
import type { SshOptions } from './sshOptions.ts';
import { forwardOut } from './sshSocket.ts';
import type { Sessions } from './transport.ts';
import { TransportError } from './transport.ts';

/** sshd's own default (MaxSessions). */
export const defaultMaxChannels = 10;

/** Time for an answer after this machine slept, milliseconds. */
const probeTimeoutMs = 8000;

export class SshConnection {
  /** Why the connection is no longer there. */
  private lost?: TransportError;
  private readonly channels: Channels;
  private readonly stopWatching: () => void;
  private readonly listeners: ((error: TransportError) => void)[] = [];

  private constructor(
    private readonly client: Client,
    private readonly options: SshOptions,
    /** Milliseconds; the shortest that was seen, since a busy machine only adds to it. */
    private shortestRoundTrip: number,
  ) {
    this.channels = new Channels(options.maxChannels ?? defaultMaxChannels);
    // Keepalive timeouts and broken sockets come as 'error', and each is followed by 'close'.
    client.on('error', (error) => this.lose(error));
    client.on('close', () => this.lose(undefined));
    this.stopWatching = watchSleep(() => void this.probe());
  }

  /** Connects, checks the host's key, logs in. Rejects with a TransportError. */
  static async open(options: SshOptions): Promise<SshConnection> {
    const { client, roundTripMs } = await openClient(options);
    return new SshConnection(client, options, roundTripMs);
  }

  get roundTripMs(): number {
    return this.shortestRoundTrip;
  }

  get sessions(): Sessions {
    return this.channels.state;
  }

  /** Called once, when the connection is lost; not after end(). */
  onLost(listener: (error: TransportError) => void): void {
    this.listeners.push(listener);
  }

  /** A connection from the host to a port that it can reach. It takes none of the sessions. */
  async forward(host: string, port: number): Promise<Duplex> {
    const lost = this.failure();
    if (lost !== undefined) throw lost;
    return forwardOut(this.client, { host, port, through: `${this.options.user}@${this.options.host}` });
  }

  /** Ends the connection and everything that runs in it. */
  end(): void {
    this.stopWatching();
    this.lost ??= new TransportError('disconnected', `The connection to ${this.options.host} was closed.`);
    this.client.end();
    this.client.destroy();
  }

  /** Starts a program in a session of its own; waits for one where all that its use may have are in use. */
  async start(argv: readonly string[], options: OpenOptions): Promise<Running> {
    const command = loginCommand(argv, options.cwd);
    for (;;) {
      await this.session(options);
      const lost = this.failure();
      if (lost !== undefined) {
        this.channels.release(options.use);
        throw lost;
      }
      try {
        const running = await this.openChannel(command, argv);
        void running.released.then(() => this.channels.release(options.use));
        return running;
      } catch (error) {
        const refused = isRefusal(error);
        // Fewer sessions than expected: wait for one of those in use.
        const wait = refused && this.failure() === undefined && this.channels.shrink();
        this.channels.release(options.use);
        if (wait) continue;
        throw this.failure() ?? channelError(this.options, error, refused);
      }
    }
  }

  /** Asks for a sign of life; without one the connection counts as lost. */
  private async probe(): Promise<void> {
    const open: Open = (argv, options) => this.start(argv, options);
    const answer = await execWith(open, ['true'], { timeoutMs: probeTimeoutMs }).catch(
      (error: unknown) => error,
    );
    if (answer instanceof TransportError) this.lose(new Error('it did not answer after this machine slept'));
  }

  private async session({ use, whenFull, signal }: OpenOptions): Promise<void> {
    const { tailLimit } = this.channels.state;
    if (use === 'tail' && !this.channels.hasFree(use) && (whenFull !== 'wait' || tailLimit === 0))
      throw tooManyStreams(this.options, tailLimit);
    try {
      await this.channels.acquire(use, signal);
    } catch (error) {
      throw new TransportError('cancelled', 'Nobody waits for the program any more; it was not started.', {
        cause: error,
      });
    }
  }

  private openChannel(command: string, argv: readonly string[]): Promise<RunningChannel> {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      this.client.exec(command, (error, channel) => {
        // Two of them: the session, and the command in it.
        this.shortestRoundTrip = Math.min(this.shortestRoundTrip, (performance.now() - began) / 2);
        // Listened to at once: a quick command's exit status can be in the packet that is being read.
        if (error === undefined) resolve(runningChannel(channel, argv, () => this.failure()));
        else reject(error);
      });
    });
  }

  /** Why the connection is gone, at the moment: it can be lost during any await. */
  private failure(): TransportError | undefined {
    return this.lost;
  }

  private lose(cause: Error | undefined): void {
    if (this.lost !== undefined) return;
    this.stopWatching();
    const why = cause === undefined ? 'the server closed it' : cause.message;
    this.lost = new TransportError(
      'disconnected',
      `The connection to ${this.options.host} was lost: ${why}.`,
      { cause },
    );
    for (const listener of this.listeners) listener(this.lost);
    this.client.destroy();
  }
}

/** RFC 4254, 5.1: administratively prohibited, connect failed, unknown type, resource shortage. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'reason' in error && typeof error.reason === 'number';

function channelError(options: SshOptions, error: unknown, refused: boolean): TransportError {
  const text = error instanceof Error ? error.message : String(error);
  return new TransportError(
    'protocol',
    refused
      ? `${options.host} lets ${options.user} in but opens no session: ${text}. Ask its administrator (MaxSessions, ForceCommand).`
      : `${options.host} did not run the command: ${text}.`,
    { cause: error },
  );
}

const tooManyStreams = (options: SshOptions, limit: number): TransportError =>
  new TransportError(
    'tooManyStreams',
    `The connection to ${options.host} allows ${limit} streams that stay open at a time, and all are in use. Close one of the log panes, or ask for a larger MaxSessions there.`,
  );
