import { ShimFailure } from './failure.ts';
import type { Host } from './host/host.ts';
import { join } from './paths.ts';

/** Throws ShimFailure, with a shell's exit codes 127 and 126, when the program cannot be run. */
export function checkProgram(host: Host, program: string): void {
  if (!program.includes('/')) return checkInPath(host, program);
  const status = host.files.status(program);
  if (status?.kind === 'directory')
    throw new ShimFailure('program', `${program} is a directory, not a program`, 126);
  if (status === undefined) {
    throw new ShimFailure(
      'program',
      `${program} is not there: the sandbox has ${visible(host)}. List it in transfer_input_files.`,
      127,
    );
  }
  if ((status.mode & 0o111) === 0) {
    throw new ShimFailure(
      'program',
      `${program} is not executable (mode ${status.mode.toString(8)}): chmod +x it before submitting.`,
      126,
    );
  }
}

function checkInPath(host: Host, program: string): void {
  const path = host.environment['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';
  if (path.split(':').some((directory) => host.files.status(join(directory, program)) !== undefined)) return;
  const here = host.files.status(program) === undefined ? '' : ` It is in the sandbox: write ./${program}.`;
  throw new ShimFailure('program', `${program} is not in PATH (${path}).${here}`, 127);
}

const visible = (host: Host): string => {
  const names = host.files.list('.').filter((name) => !name.startsWith('.'));
  return names.length > 12
    ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`
    : names.join(', ');
};
