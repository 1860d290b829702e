import type { Transport } from '../transport/transport.ts';
import { StreamHub } from './streamHub.ts';
import type { Streams } from './streams.ts';

/** How long a connection that nobody uses is kept, milliseconds: a job's next file, or its next run, may need it. */
const lingerMs = 60_000;

interface Host {
  readonly transport: Promise<Transport>;
  readonly streams: Promise<StreamHub>;
  users: number;
  idle?: NodeJS.Timeout;
}

/** Connections to execute hosts: one for each, while somebody follows files there. */
export class ExecuteHosts {
  private readonly hosts = new Map<string, Host>();

  /** `connect`: makes the transport of a machine; rejects with a TransportError. */
  constructor(private readonly connect: (machine: string) => Promise<Transport>) {}

  /** Runs something with the streams of a machine, all of which share one session of its connection. */
  async use<T>(machine: string, run: (streams: Streams) => Promise<T>): Promise<T> {
    const host = this.hosts.get(machine) ?? this.open(machine);
    host.users++;
    clearTimeout(host.idle);
    try {
      return await run(await host.streams);
    } finally {
      if (--host.users === 0) host.idle = setTimeout(() => this.close(machine, host), lingerMs).unref();
    }
  }

  /** Closes all connections; what runs in them ends. */
  dispose(): void {
    for (const [machine, host] of this.hosts) this.close(machine, host);
  }

  private open(machine: string): Host {
    const transport = this.connect(machine);
    const streams = transport.then((made) => new StreamHub(made));
    const host: Host = { transport, streams, users: 0 };
    this.hosts.set(machine, host);
    // A configuration that is wrong is read again the next time.
    streams.catch(() => this.hosts.delete(machine));
    return host;
  }

  private close(machine: string, host: Host): void {
    clearTimeout(host.idle);
    if (this.hosts.get(machine) === host) this.hosts.delete(machine);
    const ignore = (): void => undefined;
    host.streams.then((streams) => streams.dispose(), ignore);
    host.transport.then((transport) => transport.dispose(), ignore);
  }
}
