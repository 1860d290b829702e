/** The one connection of an access point that everything uses; opened on demand, and again after it was lost. */
import { backoffMs } from './backoff.ts';
import { isPassingReason } from './passing.ts';
import type { ConnectionState, Disposable } from './transport.ts';
import { TransportError } from './transport.ts';

/** What is needed of a connection here. */
export interface Connection {
  /** Calls back once, when the connection is lost; not after end(). */
  onLost(listener: (error: TransportError) => void): void;
  end(): void;
}

export interface SharedConnectionOptions<C extends Connection> {
  /** For messages: the host. */
  readonly name: string;
  readonly open: () => Promise<C>;
  /** 0 to 1; Math.random when left out. */
  readonly random?: () => number;
}

/** Callers bring a waiting try forward, but not closer than this to the last one, milliseconds. */
const minPauseMs = 1000;

export class SharedConnection<C extends Connection> {
  private current: C | undefined;
  private opening: Promise<C> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private known: ConnectionState = { kind: 'idle' };
  private failures = 0;
  private lastFailureAt = -Infinity;
  private wasOpen = false;
  private disposed = false;
  private readonly listeners = new Set<(state: ConnectionState) => void>();

  constructor(private readonly options: SharedConnectionOptions<C>) {}

  get state(): ConnectionState {
    return this.known;
  }

  /** The connection if it is open now. */
  get open(): C | undefined {
    return this.current;
  }

  /** The open connection, or the one that is being opened. */
  get(): Promise<C> {
    if (this.disposed) return Promise.reject(this.closedByUs());
    if (this.current !== undefined) return Promise.resolve(this.current);
    return (this.opening ??= this.openAfter(
      // The first failure of a fresh transport is told at once, and a person may try again at once.
      this.known.kind === 'reconnecting' ? this.lastFailureAt + minPauseMs - Date.now() : 0,
    ));
  }

  onDidChangeState(listener: (state: ConnectionState) => void): Disposable {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.current?.end();
    this.current = undefined;
    void this.opening?.then(
      (connection) => connection.end(),
      () => undefined,
    );
  }

  private async openAfter(milliseconds: number): Promise<C> {
    clearTimeout(this.timer);
    if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
    try {
      if (this.disposed) throw this.closedByUs();
      // A retry stays "reconnecting" while it is under way: its error is what a person wants to know.
      if (this.known.kind !== 'reconnecting') this.tell({ kind: 'connecting' });
      const connection = await this.options.open();
      this.opening = undefined;
      // A call: it can have been disposed during the await.
      if (this.isDisposed()) return connection;
      this.current = connection;
      this.wasOpen = true;
      this.failures = 0;
      connection.onLost((error) => {
        this.current = undefined;
        this.tryAgainLater(error);
      });
      this.tell({ kind: 'connected' });
      return connection;
    } catch (error) {
      this.opening = undefined;
      this.lastFailureAt = Date.now();
      const known =
        error instanceof TransportError
          ? error
          : new TransportError('protocol', String(error), { cause: error });
      // What never worked, or needs a person, is not tried for ever: refused logins may lock an account.
      if (this.wasOpen && isPassingReason(known.reason)) {
        this.failures++;
        this.tryAgainLater(known);
      } else if (!this.disposed) {
        this.tell({ kind: 'failed', error: known });
      }
      throw known;
    }
  }

  private tryAgainLater(error: TransportError): void {
    if (this.disposed) return;
    const wait = backoffMs(this.failures, (this.options.random ?? Math.random)());
    this.timer = setTimeout(() => {
      // Its failure is told by the state.
      this.get().catch(() => undefined);
    }, wait);
    this.tell({ kind: 'reconnecting', error, nextTryAt: Date.now() + wait });
  }

  private isDisposed(): boolean {
    return this.disposed;
  }

  private tell(state: ConnectionState): void {
    this.known = state;
    for (const listener of [...this.listeners]) listener(state);
  }

  private closedByUs(): TransportError {
    return new TransportError(
      'cancelled',
      `The connection to ${this.options.name} was closed by the extension.`,
    );
  }
}
