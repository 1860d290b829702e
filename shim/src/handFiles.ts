import type { Context } from './context.ts';
import type { Host } from './host/host.ts';
import type { Layout } from './layout.ts';
import { fileNames } from './protocol.ts';

/** What makes dmtcp_command usable by hand in the sandbox. */
export function writeHandFiles({ host, journal }: Context, layout: Layout, port: number): void {
  journal.say(`coordinator listens on port ${port}`);
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  host.files.writeSafely(fileNames.port, String(port));
  const lines = [
    `export DMTCP_COORD_HOST=localhost DMTCP_COORD_PORT=${port}`,
    `export PATH=${quoted(layout.bin)}:"$PATH"`,
    ...Object.entries(layout.environment)
      .filter(([name]) => name === 'LD_LIBRARY_PATH' || name === 'DMTCP_TMPDIR')
      .map(([name, value]) => `export ${name}=${quoted(value)}`),
  ];
  host.files.writeSafely(fileNames.environment, `${lines.join('\n')}\n`);
}

/** They are of no use without the coordinator. */
export function removeHandFiles(host: Host): void {
  for (const name of [fileNames.port, fileNames.environment]) {
    if (host.files.status(name) !== undefined) host.files.remove(name);
  }
}
