/** Entry of dist/shim/shim_dmtcp.js. */
import process from 'node:process';
import { main } from '../../main.ts';
import { nodeHost } from './host.ts';

main(nodeHost()).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `shim_dmtcp: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(125);
  },
);
