/** Opening an SSH connection: the socket, the check of the host's key, the login. */
import type { Client } from 'ssh2';
import { checkHostKey, hostKeyAlgorithms, readKnownHosts } from './hostKeys.ts';
import { Login } from './sshAuth.ts';
import type { SshOptions } from './sshOptions.ts';
import { openWay, type Way } from './sshSocket.ts';
import { TransportError } from './transport.ts';

const defaultReadyTimeoutMs = 20_000;
const defaultKeepaliveMs = 15_000;

export interface OpenClient {
  readonly client: Client;
  /** Milliseconds that the server took to answer, hops included. */
  readonly roundTripMs: number;
}

/** A connected client whose host key was checked and whose user was let in. Rejects with a TransportError. */
export async function openClient(options: SshOptions): Promise<OpenClient> {
  const known = await readKnownHosts(options.knownHostsFiles);
  const { default: ssh2 } = await import('ssh2');
  const patience = new Patience(options.readyTimeoutMs ?? defaultReadyTimeoutMs);
  const login = await Login.prepare(options, ssh2, (question) => patience.pausedFor(question));
  const way = await openPatiently(options, patience);
  const client = new ssh2.Client();
  let asked: number | undefined;
  let roundTripMs = Infinity;
  const { host, port = 22, hostKeyAlias } = options;
  const name = { host, port, ...(hostKeyAlias === undefined ? {} : { alias: hostKeyAlias }) };
  try {
    await new Promise<void>((resolve, reject) => {
      let refused: TransportError | undefined;
      patience.onExpired = () => reject(timedOut(options, 'the SSH handshake'));
      const broken = (error: (Error & { level?: string }) | undefined): void => {
        const wasRefused = refused !== undefined || error?.level === 'client-authentication';
        void (wasRefused ? Promise.resolve('') : way.explain()).then((explained) => {
          if (error === undefined || explained !== '') reject(refused ?? closedEarly(options, explained));
          else reject(refused ?? handshakeError(options, error, login));
        });
      };
      client.once('ready', resolve);
      client.on('error', (error: Error & { level?: string }) => {
        // A dead agent is one proof less; the login goes on without it.
        if (error.level === 'agent') return;
        broken(error);
      });
      client.once('close', () => broken(undefined));
      client.connect({
        sock: way.stream,
        username: options.user,
        algorithms: { serverHostKey: hostKeyAlgorithms(known, name) },
        hostVerifier: (key: Buffer, verify: (valid: boolean) => void) => {
          patience
            .pausedFor(() => checkHostKey(key, known, options))
            .then(
              () => verify(true),
              (error: unknown) => {
                refused = error instanceof TransportError ? error : asProtocolError(options, error);
                verify(false);
              },
            );
        },
        authHandler: (methods, partial, next) => {
          // ssh2 gives null before the server has said anything, and takes false for "no more"; its types know neither.
          const left = methods as readonly string[] | null;
          // The question which ways to log in there are is the cheapest one that a server answers.
          if (asked !== undefined) roundTripMs = Math.min(roundTripMs, performance.now() - asked);
          asked = left === null ? performance.now() : undefined;
          login.next(left, partial as boolean | null).then(
            (proof) => next(proof ?? (false as unknown as 'none')),
            (error: unknown) => reject(asProtocolError(options, error)),
          );
        },
        readyTimeout: 0,
        keepaliveInterval: options.keepaliveMs ?? defaultKeepaliveMs,
        keepaliveCountMax: options.keepaliveMisses ?? 3,
      });
    });
  } catch (error) {
    client.on('error', () => undefined);
    client.end();
    way.close();
    throw error;
  } finally {
    patience.stop();
  }
  client.removeAllListeners('error');
  client.removeAllListeners('close');
  client.once('close', way.close);
  return { client, roundTripMs };
}

/** Limits the time that the network takes, not the time that people take. */
class Patience {
  onExpired: () => void = () => undefined;
  private timer: NodeJS.Timeout | undefined;
  private asked = 0;

  constructor(private readonly milliseconds: number) {
    this.restart();
  }

  async pausedFor<T>(question: () => Promise<T>): Promise<T> {
    this.asked++;
    this.stop();
    try {
      return await question();
    } finally {
      if (--this.asked === 0) this.restart();
    }
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private restart(): void {
    this.timer = setTimeout(() => this.onExpired(), this.milliseconds);
  }
}

/** The way to the host. A hop has a patience of its own, since it may have questions of its own. */
async function openPatiently(options: SshOptions, patience: Patience): Promise<Way> {
  const stop = new AbortController();
  patience.onExpired = () => stop.abort();
  const open = (): Promise<Way> =>
    openWay(options, async (hop) => (await openClient(hop)).client, stop.signal);
  try {
    return await (options.proxy?.kind === 'jump' ? patience.pausedFor(open) : open());
  } catch (error) {
    patience.stop();
    throw stop.signal.aborted ? timedOut(options, 'the connection') : error;
  }
}

const timedOut = (options: SshOptions, what: string): TransportError =>
  new TransportError(
    'timeout',
    `${options.host}, port ${options.port ?? 22} did not answer: ${what} took more than ` +
      `${(options.readyTimeoutMs ?? defaultReadyTimeoutMs) / 1000} s. Check the host name, the port, and the network (VPN).`,
  );

const closedEarly = (options: SshOptions, explained: string): TransportError =>
  new TransportError(
    'disconnected',
    explained === ''
      ? `${options.host} closed the connection before the login was complete. It may be overloaded (MaxStartups) or refuse this machine.`
      : `The connection to ${options.host} was closed before the login was complete. ${explained} Check the ProxyCommand of the ssh configuration in a terminal.`,
  );

function asProtocolError(options: SshOptions, error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new TransportError('protocol', `The login to ${options.host} failed: ${text}.`, { cause: error });
}

function handshakeError(
  options: SshOptions,
  error: Error & { level?: string },
  login: Login,
): TransportError {
  switch (error.level) {
    case 'client-authentication':
      return login.failure();
    case 'client-socket':
      return new TransportError(
        'disconnected',
        `The connection to ${options.host} broke: ${error.message}.`,
        {
          cause: error,
        },
      );
    case 'client-timeout':
      return timedOut(options, 'the SSH handshake');
    case 'protocol':
    case 'handshake':
    case undefined:
    default:
      return new TransportError(
        'protocol',
        `${options.host}, port ${options.port ?? 22} does not speak SSH as expected: ${error.message}. Check the port.`,
        { cause: error },
      );
  }
}
