import { createSshTransport } from '../../client/src/transport/ssh.ts';
import type { SshOptions } from '../../client/src/transport/sshOptions.ts';
import type { Transport } from '../../client/src/transport/transport.ts';
import type { SshServer } from './sshServer.ts';

/** A test's own SSH server, with the key that it lets in. */
export const serverTransport = (server: SshServer, options: Partial<SshOptions> = {}): Transport =>
  createSshTransport({
    ...{ host: server.host, port: server.port, user: server.user },
    ...{ knownHostsFiles: [server.knownHostsFile], privateKeyFiles: [server.userKey] },
    ...options,
  });
