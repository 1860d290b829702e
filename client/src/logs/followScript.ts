import { shellQuote } from '../transport/shellQuote.ts';
import { agentProgram } from './agentProgram.ts';

/** A set of files: one name, or all names that a pattern matches in a directory. */
export interface FileSet {
  /** '' for the directory that the follower runs in. Taken literally, whatever is in it. */
  readonly directory: string;
  /** A pattern of names and `*`, without brackets (only of trusted text), or a literal name. */
  readonly names:
    | { readonly kind: 'literal'; readonly name: string }
    | { readonly kind: 'pattern'; readonly pattern: string };
}

export interface Position {
  /** Bytes read. */
  readonly offset: number;
  /** Device and inode of the file that they were read of, as frames have it; '' where it is not known, or has moved. */
  readonly identity: string;
}

export interface FollowOptions {
  readonly sets: readonly FileSet[];
  /** Where to go on in files that were read before, by path as frames have it. */
  readonly positions: ReadonlyMap<string, Position>;
  /** Ends when everything was read, instead of waiting for more. */
  readonly once: boolean;
  /** Most bytes of a file that is long when it is first seen; its beginning is left out. No limit without it. */
  readonly most?: number;
}

/** Bytes before the wanted ones that a first frame repeats, so that the reader sees whether the file is still the same. */
export const overlap = 64;

/** What the agent is told to follow: its arguments, one UTF-16 unit per byte. See agentProgram.ts. */
export function agentArguments({ sets, positions, once, most }: FollowOptions): readonly string[] {
  return [
    ...(once ? ['once'] : []),
    ...(most === undefined ? [] : ['most', String(most)]),
    ...[...positions].flatMap(([path, { offset, identity }]) => ['at', path, String(offset), identity]),
    ...sets.flatMap(({ directory, names }) => {
      const place = bytesOf(directory);
      return names.kind === 'pattern'
        ? ['glob', place, names.pattern]
        : ['name', (place === '' ? '' : `${place}/`) + bytesOf(names.name)];
    }),
  ];
}

/**
 * A POSIX shell script (one UTF-16 unit per byte) that prints what is appended to files: the agent of agentProgram.ts
 * where there is a perl, else a slower one of the shell's own, which looks at the files now and then and does not know
 * them by their identity.
 */
export const followScript = (options: FollowOptions): string =>
  `if command -v perl >/dev/null 2>&1; then exec ${shellQuote(['perl', '-e', agentProgram, ...agentArguments(options)])}; fi\n${shellScript(options)}`;

/** Most bytes of one frame. */
const chunk = 262_144;
/** Seconds between two looks at the files while something comes and while nothing does, looks between signs of life. */
const busySeconds = 0.05;
const idleSeconds = 0.3;
const looksPerBeat = 30;

/**
 * The shell's own follower. It prints lines:
 *   `@NAME SIZE FROM DATA`  bytes of a file from offset FROM on; NAME and DATA in base64; SIZE when it was looked at
 *   `.`                     a sign of life; a reader that is gone is noticed by it
 *   `!`                     the end, with `once`
 * In a session of condor_ssh_to_job it ends by itself with the job's processes: HTCondor keeps a job running, and its
 * slot claimed, for as long as such a session is open (seen on 23.9.6).
 * It needs nothing but sh, stat, tail, head, base64 and sleep, and works on names and contents of any bytes.
 */
export function shellScript({ sets, positions, once }: FollowOptions): string {
  const known = [...positions].map(([path, { offset }]) => `${shellQuote([path])}) q=${offset};;`).join(' ');
  return [
    'n=0 beat=0',
    // add FILE...: files that are not known yet get a number, a name and an offset.
    'add() { for f do [ -f "$f" ] && [ ! -L "$f" ] || continue',
    'j=1; while [ $j -le $n ]; do eval "g=\\$name$j"; [ "$g" = "$f" ] && continue 2; j=$((j+1)); done',
    `n=$((n+1)); q=0; case $f in ${known} esac`,
    'eval "name$n=\\$f pos$n=\\$q code$n=\\$(printf %s \\"\\$f\\" | base64 | tr -d \\"\\\\n\\")"; done; }',
    'while :; do more=0 told=0 over=',
    // Looked at before the files are read, so that what the job wrote last is told before the script ends.
    '[ -z "$_CONDOR_JOB_PIDS" ] || { over=1; for p in $_CONDOR_JOB_PIDS; do kill -0 $p 2>/dev/null && over=; done; }',
    `add ${sets.map(words).join(' ')}`,
    'i=1; while [ $i -le $n ]; do eval "f=\\$name$i q=\\$pos$i c=\\$code$i"',
    's=$(stat -L -c %s -- "$f" 2>/dev/null)',
    'if [ -n "$s" ] && [ "$s" -ne "$q" ]; then told=1',
    '[ "$s" -lt "$q" ] && q=$s',
    `b=$((q>${overlap}?q-${overlap}:0)); l=$((s-b)); [ $l -gt ${chunk} ] && l=${chunk} more=1`,
    `printf '@%s %s %s %s\\n' "$c" "$s" "$b" "$(tail -c +$((b+1)) -- "$f" | head -c $l | base64 | tr -d '\\n')" || exit 0`,
    'eval "pos$i=$((b+l))"',
    'fi; i=$((i+1)); done',
    once
      ? `[ $more = 0 ] && { printf '!\\n'; exit 0; }`
      : `beat=$((beat+1)); [ $beat -ge ${looksPerBeat} ] && { beat=0; printf '.\\n' || exit 0; }`,
    once
      ? 'done'
      : `[ $more = 1 ] || { [ -z "$over" ] || exit 0; nap=${idleSeconds}; [ $told = 0 ] || nap=${busySeconds}; sleep $nap 2>/dev/null || sleep 1; }`,
    ...(once ? [] : ['done']),
  ].join('\n');
}

/**
 * A command line that runs a script. condor_ssh_to_job hands its command to a shell that takes it apart again, so this
 * is one line without anything to take apart.
 */
export const commandLine = (script: string): string =>
  `exec sh -c "$(echo ${Buffer.from(script, 'latin1').toString('base64')} | base64 -d)"`;

function words({ directory, names }: FileSet): string {
  const place = directory === '' ? '' : `${shellQuote([bytesOf(directory)])}/`;
  return place + (names.kind === 'literal' ? shellQuote([bytesOf(names.name)]) : names.pattern);
}

/** A name as frames have it: its UTF-8 bytes, one UTF-16 unit each. */
export const bytesOf = (name: string): string => Buffer.from(name, 'utf8').toString('latin1');
