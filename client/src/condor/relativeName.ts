import { TransportError } from '../transport/transport.ts';

/** Whether a name, with `/`, stays below the directory that it is relative to and names a file there. */
export function isInside(name: string): boolean {
  if (name === '' || name.includes('\0')) return false;
  // On Windows these would leave the directory too.
  if (process.platform === 'win32' && /[\\:]/.test(name)) return false;
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** Throws TransportError `fileFailed` for a name that leaves the submit directory. */
export function assertInside(name: string): void {
  if (isInside(name)) return;
  throw new TransportError(
    'fileFailed',
    `${JSON.stringify(name)} is not below the submit directory; only files in it travel. Copy the file there, or give transfer_input_files a name on the access point.`,
  );
}
