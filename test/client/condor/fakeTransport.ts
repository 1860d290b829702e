import type { ExecOptions, ExecResult, Transport } from '../../../client/src/transport/transport.ts';
import { TransportError } from '../../../client/src/transport/transport.ts';

export interface FakeCall {
  readonly argv: readonly string[];
  readonly options: ExecOptions;
}

function told(result: ExecResult, { onStdout }: ExecOptions): ExecResult {
  if (onStdout === undefined) return result;
  onStdout(Buffer.from(result.stdout));
  return { ...result, stdout: '' };
}

/** A transport whose programs are a function; it records what was asked of it. */
export function fakeTransport(
  run: (argv: readonly string[]) => Partial<ExecResult> | 'commandNotFound',
): Transport & { readonly calls: readonly FakeCall[] } {
  const calls: FakeCall[] = [];
  const unexpected = (): never => {
    throw new Error('not part of this test');
  };
  return {
    calls,
    name: 'somewhere',
    kind: 'ssh',
    connect: () => Promise.resolve(),
    exec: (argv, options = {}) => {
      calls.push({ argv, options });
      const result = run(argv);
      return result === 'commandNotFound'
        ? Promise.reject(new TransportError('commandNotFound', 'gone'))
        : Promise.resolve(told({ code: 0, signal: undefined, stdout: '', stderr: '', ...result }, options));
    },
    stream: unexpected,
    put: unexpected,
    get: unexpected,
    state: { kind: 'connected' },
    sessions: { limit: 10, tailLimit: 7, tails: 0, used: 0, waiting: 0 },
    onDidChangeState: () => ({ dispose: () => undefined }),
    dispose: () => undefined,
  };
}
