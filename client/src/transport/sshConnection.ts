/** One SSH connection, shared by all commands until it is lost. */
import type { Client } from 'ssh2';
import { Channels } from './channels.ts';
import type { OpenOptions, Running } from './process.ts';
import { shellCommand } from './shellQuote.ts';
import { runningChannel, type RunningChannel } from './sshChannel.ts';
import { openClient } from './sshHandshake.ts';
import type { SshOptions } from './sshOptions.ts';
import { TransportError } from './transport.ts';

const defaultMaxChannels = 10;
/** Sessions that streams leave to short commands, so that these never wait for a pane to be closed. */
const reservedForCommands = 2;

export class SshConnection {
  /** Why the connection is no longer there. */
  private lost?: TransportError;
  private streams = 0;
  private readonly channels: Channels;
  private readonly maxStreams: number;
  private readonly listeners: ((error: TransportError) => void)[] = [];

  private constructor(
    private readonly client: Client,
    private readonly options: SshOptions,
  ) {
    const limit = options.maxChannels ?? defaultMaxChannels;
    this.channels = new Channels(limit);
    this.maxStreams = Math.max(1, limit - reservedForCommands);
    // Keepalive timeouts and broken sockets come as 'error', and each is followed by 'close'.
    client.on('error', (error) => this.lose(error));
    client.on('close', () => this.lose(undefined));
  }

  /** Connects, checks the host's key, logs in. Rejects with a TransportError. */
  static async open(options: SshOptions): Promise<SshConnection> {
    return new SshConnection(await openClient(options), options);
  }

  get isLost(): boolean {
    return this.lost !== undefined;
  }

  /** Called once, when the connection is lost; not after end(). */
  onLost(listener: (error: TransportError) => void): void {
    this.listeners.push(listener);
  }

  /** Ends the connection and everything that runs in it. */
  end(): void {
    this.lost ??= new TransportError('disconnected', `The connection to ${this.options.host} was closed.`);
    this.client.end();
    this.client.destroy();
  }

  /** Starts a program in a session of its own; waits for one where all are in use. */
  async start(argv: readonly string[], options: OpenOptions): Promise<Running> {
    const command = shellCommand(argv, options.cwd);
    const isStream = options.purpose === 'stream';
    if (isStream && this.streams >= this.maxStreams) throw tooManyStreams(this.options, this.maxStreams);
    if (isStream) this.streams++;
    try {
      const running = await this.openChannel(command, argv);
      void running.released.then(() => this.giveBack(isStream));
      return running;
    } catch (error) {
      if (isStream) this.streams--;
      throw error;
    }
  }

  private async openChannel(command: string, argv: readonly string[]): Promise<RunningChannel> {
    for (;;) {
      await this.channels.acquire();
      const lost = this.failure();
      if (lost !== undefined) {
        this.channels.release();
        throw lost;
      }
      try {
        return await new Promise<RunningChannel>((resolve, reject) => {
          this.client.exec(command, (error, channel) => {
            // Listened to at once: a quick command's exit status can be in the packet that is being read.
            if (error === undefined) resolve(runningChannel(channel, argv, () => this.failure()));
            else reject(error);
          });
        });
      } catch (error) {
        const refused = isRefusal(error);
        // Fewer sessions than expected: wait for one of those in use.
        const wait = refused && this.failure() === undefined && this.channels.shrink();
        this.channels.release();
        if (wait) continue;
        throw this.failure() ?? channelError(this.options, error, refused);
      }
    }
  }

  /** Why the connection is gone, at the moment: it can be lost during any await. */
  private failure(): TransportError | undefined {
    return this.lost;
  }

  private giveBack(isStream: boolean): void {
    if (isStream) this.streams--;
    this.channels.release();
  }

  private lose(cause: Error | undefined): void {
    if (this.lost !== undefined) return;
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
    `The connection to ${options.host} already follows ${limit} jobs, as many as its sessions allow. Close one of the log panes.`,
  );
