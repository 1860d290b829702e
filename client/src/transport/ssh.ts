import type { SshOptions } from './sshOptions.ts';
import type { Transport } from './transport.ts';

/** An access point over SSH. Nothing is connected before the first call; ssh2 is loaded then. */
export declare function createSshTransport(options: SshOptions): Transport;
