/** Entry of the static executable. */
import * as std from 'std';
import { main } from '../../main.ts';
import { quickjsHost } from './host.ts';

main(quickjsHost()).then(
  (code) => std.exit(code),
  (error: unknown) => {
    std.err.puts(
      `shim_dmtcp: internal error: ${String(error)}\n${error instanceof Error ? (error.stack ?? '') : ''}\n`,
    );
    std.exit(125);
  },
);
