import { receive, send } from './sshFiles.ts';
import type { Open } from './process.ts';
import { execWith, streamWith } from './process.ts';
import { SshConnection } from './sshConnection.ts';
import type { SshOptions } from './sshOptions.ts';
import type { Disposable, Transport } from './transport.ts';
import { TransportError } from './transport.ts';

/** An access point over SSH. Nothing is connected before the first call; ssh2 is loaded then. */
export function createSshTransport(options: SshOptions): Transport {
  const shared = new SharedConnection(options);
  const open: Open = async (argv, how) => (await shared.get()).start(argv, how);
  return {
    name: options.name ?? `${options.user}@${options.host}`,
    kind: 'ssh',
    connect: async () => {
      await shared.get();
    },
    exec: (argv, how) => execWith(open, argv, how),
    stream: (argv, how) => streamWith(open, argv, how),
    put: (files, how) => send(open, files, how),
    get: (from, to, how) => receive(open, from, to, how?.signal),
    onDidDisconnect: (listener) => shared.onDidDisconnect(listener),
    dispose: () => shared.dispose(),
  };
}

/** The one connection that everything uses; opened on demand, and again after it was lost. */
class SharedConnection {
  private opening: Promise<SshConnection> | undefined;
  private disposed = false;
  private readonly listeners = new Set<(error: TransportError) => void>();

  constructor(private readonly options: SshOptions) {}

  get(): Promise<SshConnection> {
    if (this.disposed) {
      const message = `The connection to ${this.options.host} was closed by the extension.`;
      return Promise.reject(new TransportError('cancelled', message));
    }
    return (this.opening ??= this.open());
  }

  onDidDisconnect(listener: (error: TransportError) => void): Disposable {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  dispose(): void {
    this.disposed = true;
    void this.opening?.then(
      (connection) => connection.end(),
      () => undefined,
    );
    this.opening = undefined;
  }

  private async open(): Promise<SshConnection> {
    try {
      const connection = await SshConnection.open(this.options);
      connection.onLost((error) => {
        this.opening = undefined;
        for (const listener of this.listeners) listener(error);
      });
      return connection;
    } catch (error) {
      // The next call tries again.
      this.opening = undefined;
      throw error;
    }
  }
}
