import { TransportError } from './transport.ts';

/** One hop, as `ssh -J` takes it; what is left out comes from the hop's own configuration. */
export interface Jump {
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
}

/** Reads ProxyJump: [user@]host[:port] or ssh://[user@]host[:port], with commas; the first hop first. */
export function parseJumps(text: string, target: string): readonly Jump[] {
  return text.split(',').map((written) => {
    const plain = written.trim().replace(/^ssh:\/\/(.*?)\/?$/i, '$1');
    // A user name may have an @ in it; an IPv6 address with a port stands in brackets.
    const match = /^(?:(.*)@)?(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(plain);
    const host = match?.[2] ?? match?.[3];
    const port = match?.[4] === undefined ? undefined : Number(match[4]);
    if (host === undefined || port === 0 || (port ?? 1) > 65535) {
      throw new TransportError(
        'unsupported',
        `The ssh configuration reaches ${target} through ProxyJump ${text}: expected [user@]host[:port], with commas between hops, found ${JSON.stringify(written)}. Correct it; ssh refuses it, too.`,
      );
    }
    const user = match?.[1];
    return { host, ...(port === undefined ? {} : { port }), ...(user === undefined ? {} : { user }) };
  });
}
