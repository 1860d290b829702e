import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { TransportError } from './transport.ts';

/** Appends a line to a known_hosts file (made with mode 0600 where it is missing). Throws TransportError `fileFailed`. */
export async function rememberHostKey(file: string, line: string): Promise<void> {
  // Windows has no such device, and would make a directory of this name.
  if (file === '/dev/null') return;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const before = await readFile(file, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    });
    const separator = before === '' || before.endsWith('\n') ? '' : '\n';
    await appendFile(file, `${separator}${line}\n`, { mode: 0o600 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TransportError('fileFailed', `The host key could not be added to ${file}: ${why}.`, {
      cause: error,
    });
  }
}
