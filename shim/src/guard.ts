/** Whether a machine can take an image that was made on another one: pure. */
import type { HostFacts } from './hostFacts.ts';

export interface Fit {
  /** Why a restart would crash here; empty when nothing is known against it. */
  readonly obstacles: readonly string[];
  /** What differs and may matter: the first suspects when a restart fails. */
  readonly suspects: readonly string[];
  /** What in the submit file would have kept the job away from here; undefined when nothing differs. */
  readonly requirements?: string;
}

export function compareHosts(madeOn: HostFacts, here: HostFacts): Fit {
  const obstacles: string[] = [];
  const suspects: string[] = [];
  const clauses: string[] = [];
  const differs = (name: 'machine' | 'kernel' | 'glibc' | 'dmtcp'): boolean =>
    madeOn[name] !== '' && here[name] !== '' && madeOn[name] !== here[name];
  if (differs('machine')) {
    obstacles.push(`it was made on ${madeOn.machine}, this is ${here.machine}`);
    clauses.push(`(Arch == "${madeOn.machine === 'x86_64' ? 'X86_64' : madeOn.machine}")`);
  }
  const missing =
    here.cpu.length === 0
      ? []
      : madeOn.cpu.filter((feature) => !here.cpu.includes(feature) && isNeeded(feature, madeOn.cpu));
  if (missing.length > 0 && !differs('machine')) {
    obstacles.push(`the processor lacks ${listed(missing)}, which the program may use since its start`);
    clauses.push(...processorClauses(madeOn, missing));
  }
  const overflowing = differs('machine') ? [] : overflows(madeOn.cpu, here.cpu);
  if (overflowing.length > 0) {
    obstacles.push(
      `the processor's registers (${listed(overflowing)}) take more room than the program's dynamic linker set aside for them when it started`,
    );
    clauses.push(originClause(madeOn));
  }
  if (differs('dmtcp')) {
    const said = `it was made by ${madeOn.dmtcp}, here is ${here.dmtcp}`;
    if (seriesOf(madeOn.dmtcp) === seriesOf(here.dmtcp)) suspects.push(said);
    else obstacles.push(said);
  }
  const kernel = differs('kernel') ? compareVersions(here.kernel, madeOn.kernel) : 0;
  if (kernel !== 0) {
    const age = kernel < 0 ? 'an older' : 'another';
    suspects.push(`it was made on Linux ${madeOn.kernel}, this is ${age} one, ${here.kernel}`);
  }
  if (differs('glibc'))
    suspects.push(`it was made with the C library ${madeOn.glibc}, here is ${here.glibc}`);
  if (kernel !== 0 || differs('glibc')) clauses.push(originClause(madeOn));
  return {
    obstacles,
    suspects,
    ...(clauses.length === 0 ? {} : { requirements: [...new Set(clauses)].join(' && ') }),
  };
}

/**
 * Whether an image may depend on a feature of the processor that it was made on. Some only make code faster, and are used
 * through instructions that every processor has.
 */
function isNeeded(feature: string, all: readonly string[]): boolean {
  switch (feature) {
    case 'erms': // in records of older shims
    case 'mpx':
      return false;
    case 'rtm':
      // glibc chooses string functions with XTEST only where it cannot have those of AVX-512.
      return !(all.includes('avx512vl') && all.includes('avx512bw'));
    default:
      return true;
  }
}

/** What XSAVE writes on this processor beyond what it wrote where the image was made; XSAVEC leaves out what is not in use. */
function overflows(madeOn: readonly string[], here: readonly string[]): readonly string[] {
  if (!madeOn.includes('xsave') || madeOn.includes('xsavec')) return [];
  return ['avx', 'mpx', 'avx512f'].filter((name) => here.includes(name) && !madeOn.includes(name));
}

/** What DMTCP cannot do on a machine, whatever its generation; one sentence each. */
export function limitationsOf({ glibc, kernel }: HostFacts): readonly string[] {
  if (glibc === '' || kernel === '') return [];
  if (compareVersions(glibc, '2.42') < 0 || compareVersions(kernel, '6.13') < 0) return [];
  return [
    `with C library ${glibc} on Linux ${kernel} the guards of thread stacks cannot be read: DMTCP up to 4.2 ends the program ` +
      'at its first checkpoint, unless it brings its own older C library along. shim_dmtcp --doctor tries it',
  ];
}

/** Machine attributes by which HTCondor tells processors apart, and the kernel's names of the features. */
const attributes: ReadonlyMap<string, string> = new Map([
  ['ssse3', 'has_ssse3'],
  ['sse4_1', 'has_sse4_1'],
  ['sse4_2', 'has_sse4_2'],
  ['avx', 'has_avx'],
  ['avx2', 'has_avx2'],
  ['avx512f', 'has_avx512f'],
  ['avx512dq', 'has_avx512dq'],
]);

function processorClauses(madeOn: HostFacts, missing: readonly string[]): readonly string[] {
  const known = missing.flatMap((feature) => attributes.get(feature) ?? []);
  if (known.length > 0) return known.map((name) => `(${name} == True)`);
  return [madeOn.microarch === '' ? originClause(madeOn) : `(Microarch == "${madeOn.microarch}")`];
}

const originClause = ({ condorMachine, host }: HostFacts): string =>
  `(Machine == "${condorMachine === '' ? host : condorMachine}")`;

/** "dmtcp_coordinator (DMTCP) 4.2.0" belongs to 4.2; a text without a number to itself. */
const seriesOf = (version: string): string => /\d+\.\d+/.exec(version)?.[0] ?? version;

/** Negative when a is older. Only the first three numbers count: the rest are a distribution's builds. */
export function compareVersions(a: string, b: string): number {
  const numbers = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const listed = (names: readonly string[]): string =>
  names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
