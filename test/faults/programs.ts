import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import type { Dmtcp } from './dmtcp.ts';

/** A program of the matrix: it prints 1..N, one a line, and ends with code 7. */
export interface Program {
  readonly name: ProgramName;
  /** Command for a run that prints so many numbers. */
  command(count: number): readonly string[];
  /** Milliseconds between two numbers. */
  readonly pause: number;
  /** Files that come with the job, absolute. */
  readonly files: readonly string[];
  /** What `out.txt` holds in the end; line `i`. */
  line(i: number): string;
  /** The file that the program itself writes, with the same lines. */
  readonly own?: string;
  /** Standard input, a file among the inputs, with so many lines. */
  readonly input?: (count: number) => string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A checkpoint takes seconds, and so does everything around it. */
  readonly large?: boolean;
}

export const programNames = [
  'counter',
  'forking',
  'threads',
  'reader',
  'python3',
  'sleeper',
  'heap',
] as const;
export type ProgramName = (typeof programNames)[number];

/** Exit code of every program of the matrix: no code of DMTCP's or of the shim's. */
export const endCode = 7;

const end = String(endCode);
const own = 'file.txt';
const plain = (i: number): string => String(i);

/**
 * Compiles what must be; `reason` says why this DMTCP cannot run the program at all.
 * @param ownLibrary directory, where the job runs, of a C library to use instead of the machine's
 */
export function prepareProgram(
  name: ProgramName,
  dmtcp: Dmtcp,
  ownLibrary?: string,
): Program | { readonly kind: 'cannot'; readonly reason: string } {
  const standin = buildStandin();
  const counter =
    ownLibrary === undefined ? path.join(standin, 'counter') : compile('test/standin/counter.c', ownLibrary);
  switch (name) {
    case 'counter':
      return {
        name,
        command: (count) => ['./counter', String(count), '25', own, end],
        pause: 25,
        files: [counter],
        line: plain,
        own,
      };
    case 'reader':
      return {
        name,
        command: (count) => ['./counter', String(count), '25', own, end, 'stdin'],
        pause: 25,
        files: [counter],
        line: (i) => `${i} line ${i}`,
        own,
        input: (count) => lines(count, (i) => `line ${i}`),
      };
    case 'sleeper':
      // It is asleep whatever happens, and holds no file open.
      return {
        name,
        command: (count) => ['./counter', String(count), '900', '-', end],
        pause: 900,
        files: [counter],
        line: plain,
      };
    case 'forking':
    case 'threads':
    case 'heap':
    case 'python3':
      if (dmtcp.standin) return { kind: 'cannot', reason: 'the stand-in checkpoints only its own counter' };
      if (name === 'python3' && ownLibrary !== undefined)
        return { kind: 'cannot', reason: 'python3 uses the C library of its machine' };
      return ofOurs(name, ownLibrary);
  }
}

function ofOurs(name: 'forking' | 'threads' | 'heap' | 'python3', ownLibrary?: string): Program {
  if (name === 'python3') {
    return {
      name,
      command: (count) => ['/usr/bin/python3', 'counter.py', String(count), '25', own, end],
      pause: 25,
      files: [path.resolve('test/faults/programs/counter.py')],
      line: plain,
      own,
    };
  }
  const heap = name === 'heap';
  return {
    name,
    command: (count) => [`./${name}`, String(count), '25', own, end, ...(heap ? ['300'] : [])],
    pause: 25,
    files: [compile(`test/faults/programs/${name}.c`, ownLibrary)],
    line: plain,
    own,
    // What does not compress is not worth the seconds that compressing takes.
    ...(heap ? { large: true, environment: { DMTCP_GZIP: '0' } } : {}),
  };
}

/** "line 1\n...line N\n" */
export const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${line(i + 1)}\n`).join('');

function compile(source: string, ownLibrary?: string): string {
  const name = path.basename(source, '.c');
  const target = path.resolve('build/faults/programs', ownLibrary === undefined ? '' : 'own-library', name);
  const built = statSync(target, { throwIfNoEntry: false });
  if (built === undefined || built.mtimeMs < statSync(source).mtimeMs) {
    mkdirSync(path.dirname(target), { recursive: true });
    const flags = ['-std=gnu11', '-O1', '-s', '-pthread', '-Wall', '-Wextra'];
    const linker = (option: string): string => `-Wl,${option}`;
    const own =
      ownLibrary === undefined
        ? []
        : [
            linker(`--dynamic-linker=${ownLibrary}/ld-linux-x86-64.so.2`),
            linker(`-rpath=${ownLibrary}`),
            linker('--disable-new-dtags'), // so that DMTCP's own libraries find theirs there, too
          ];
    execFileSync('gcc', [...flags, ...own, '-o', target, source], { stdio: 'inherit' });
  }
  return target;
}
