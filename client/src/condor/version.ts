import type { Transport } from '../transport/transport.ts';

/** HTCondor's version on the access point, such as "23.9.6". CondorError `notInstalled` where it has none. */
export declare function condorVersion(transport: Transport): Promise<string>;
