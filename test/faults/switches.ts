/** Tools that misbehave while a file exists; otherwise they are what they replace. */
import type { JobSpec } from './job.ts';

export interface Replacement {
  readonly name: string;
  readonly text: string;
}

/** Names the file that switches the fault on, and the directory with DMTCP's real tools. */
export const switchVariables = { file: 'FAULT_SWITCH', tools: 'FAULT_TOOLS' } as const;

/** Scripts to ship instead of DMTCP's tools of the same names; they need a /bin/sh and nothing else. */
export function replacements({ setup, dmtcp, program, count }: JobSpec): readonly Replacement[] {
  const { switched } = setup;
  if (switched === undefined) return [];
  switch (switched) {
    case 'portFile':
      // What DMTCP itself does with a port file that it cannot write: it warns and runs on.
      return [
        script(
          'dmtcp_coordinator',
          'case $1 in --daemon) set -- "$@" --port-file /proc/cannot-be-written;; esac',
        ),
      ];
    case 'atomic':
      // A real DMTCP misses the real library.
      return dmtcp.standin
        ? [
            script(
              'dmtcp_command',
              'echo "$0: error while loading shared libraries: libatomic.so.1: cannot open shared object file" >&2; exit 127',
            ),
          ]
        : [];
    case 'unprotected':
      return [script('dmtcp_launch', withoutDmtcp(program.command(count)[0] ?? ''))];
  }
}

/** Drops the launcher's own arguments. */
const withoutDmtcp = (program: string): string =>
  `case $1 in --help|--version) ;; *) while [ "$1" != '${program}' ]; do shift; done; exec "$@";; esac`;

const script = (name: string, fault: string): Replacement => ({
  name,
  text: `#!/bin/sh
if [ -e "$${switchVariables.file}" ]; then
${fault}
fi
exec "$${switchVariables.tools}/${name}" "$@"
`,
});

/** The job's environment beside what a pool gives. */
export const environmentOf = (
  { program, dmtcp, setup }: JobSpec,
  switchFile: string,
  tools: string,
): Readonly<Record<string, string>> => ({
  ...program.environment,
  ...(dmtcp.standin && setup.standinMilliseconds !== undefined
    ? { DMTCP_STANDIN_CHECKPOINT_MS: String(setup.standinMilliseconds) }
    : {}),
  ...(setup.switched === undefined
    ? {}
    : { [switchVariables.file]: switchFile, [switchVariables.tools]: tools }),
});
