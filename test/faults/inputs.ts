import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { atomic } from './dmtcp.ts';
import { files, type JobSpec } from './job.ts';
import { replacements } from './switches.ts';

/** Puts what the job transfers into its submit directory; returns the names. */
export function fillInputs(spec: JobSpec, directory: string): readonly string[] {
  const { program, dmtcp, setup, count } = spec;
  const shipsAtomic = !dmtcp.standin && setup.switched !== 'atomic' && existsSync(atomic);
  const inputs = [...program.files, ...dmtcp.files, ...(shipsAtomic ? [atomic] : [])];
  for (const file of inputs) copyFileSync(file, path.join(directory, path.basename(file)));
  for (const { name, text } of replacements(spec))
    writeFileSync(path.join(directory, name), text, { mode: 0o755 });
  const names = inputs.map((file) => path.basename(file));
  if (program.input === undefined) return names;
  writeFileSync(path.join(directory, files.stdin), program.input(count));
  return [...names, files.stdin];
}
