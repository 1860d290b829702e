import { farSpread, nearSpread, receive, send } from './sshFiles.ts';
import type { Open } from './process.ts';
import { execWith, streamWith } from './process.ts';
import { Channels } from './channels.ts';
import { SharedConnection } from './sharedConnection.ts';
import { defaultMaxChannels, SshConnection } from './sshConnection.ts';
import type { Forward, SshOptions } from './sshOptions.ts';
import type { Transport } from './transport.ts';

/** A round trip below so many milliseconds leaves one channel as fast as several: 2 MB of window each round trip. */
const nearMs = 20;

/** A host over SSH, which can also be the way to others. */
export interface SshTransport extends Transport {
  /** A connection from the host to a port that it can reach; it ends with the host's own. */
  readonly forward: Forward;
}

/** A host over SSH. Nothing is connected before the first call; ssh2 is loaded then. */
export function createSshTransport(options: SshOptions): SshTransport {
  const shared = new SharedConnection({
    name: options.host,
    open: () => SshConnection.open(options),
  });
  const unused = new Channels(options.maxChannels ?? defaultMaxChannels).state;
  const open: Open = async (argv, how) => (await shared.get()).start(argv, how);
  return {
    name: options.name ?? `${options.user}@${options.host}`,
    kind: 'ssh',
    get state() {
      return shared.state;
    },
    get sessions() {
      return shared.open?.sessions ?? unused;
    },
    connect: async () => {
      await shared.get();
    },
    exec: (argv, how) => execWith(open, argv, how),
    stream: (argv, how) => streamWith(open, argv, how),
    put: async (files, how) => {
      const { roundTripMs } = await shared.get();
      const isNear = roundTripMs < nearMs;
      const spread = options.uploadSpread ?? (isNear ? nearSpread : farSpread);
      await send(open, files, { ...how, spread });
    },
    get: (from, to, how) => receive(open, from, to, how?.signal),
    forward: async (host, port) => (await shared.get()).forward(host, port),
    onDidChangeState: (listener) => shared.onDidChangeState(listener),
    dispose: () => shared.dispose(),
  };
}
