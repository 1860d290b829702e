import { createSshTransport } from '../../client/src/transport/ssh.ts';
import type { SshOptions } from '../../client/src/transport/sshOptions.ts';
import type { Transport } from '../../client/src/transport/transport.ts';
import type { Pool } from '../pool/pool.ts';

/** A pool's access point, over SSH as its user. */
export const poolTransport = (pool: Pool, options: Partial<SshOptions> = {}): Transport =>
  createSshTransport({
    ...{ host: pool.host, port: pool.sshPort, user: pool.user },
    ...{ knownHostsFiles: [pool.knownHostsFile], privateKeyFiles: [pool.privateKeyFile] },
    ...options,
  });
