import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildStandin } from '../../scripts/buildStandin.mjs';

/** Copies the stand-in for DMTCP, as one for aarch64 and, where it is named, of another release. */
export function copyStandin(target: string, release = '4.2.0'): void {
  for (const part of ['bin', 'lib'])
    cpSync(path.join(buildStandin(), part), path.join(target, part), { recursive: true });
  for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = Buffer.from(readFileSync(file).toString('latin1').replaceAll('4.2.0', release), 'latin1');
    bytes.writeUInt16LE(183, 18); // e_machine
    writeFileSync(file, bytes);
  }
}
