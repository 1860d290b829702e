import type { ClassAd } from './classAd.ts';
import { stringOf } from './classAd.ts';
import type { Host } from './host/host.ts';

/** What of a machine matters to an image that is made on it. Empty texts: not known. */
export interface HostFacts {
  readonly host: string;
  /** As `uname -m` and `uname -r` print them. */
  readonly machine: string;
  readonly kernel: string;
  /** The C library's version, such as 2.36. */
  readonly glibc: string;
  /** The processor's features by the kernel's names, sorted; only those that programs choose their code by. */
  readonly cpu: readonly string[];
  /** Version line of the DMTCP that made it. */
  readonly dmtcp: string;
  /** From the machine ad: names that `requirements` can use. */
  readonly microarch: string;
  readonly condorMachine: string;
}

/** Facts of this machine; what cannot be found out is empty. */
export function readHostFacts(
  host: Host,
  machineAd: ClassAd,
  { dmtcp, glibc }: { readonly dmtcp: string; readonly glibc: string },
): HostFacts {
  return {
    host: host.hostName,
    machine: host.machine,
    kernel: (host.files.read('/proc/sys/kernel/osrelease') ?? '').trim(),
    glibc,
    cpu: cpuFeatures(startOf(host, '/proc/cpuinfo')),
    dmtcp,
    microarch: stringOf(machineAd, 'Microarch') ?? '',
    condorMachine: stringOf(machineAd, 'Machine') ?? '',
  };
}

/** The first processor's entry is enough, and machines have hundreds. */
const startOf = (host: Host, path: string): string =>
  host.files.status(path) === undefined ? '' : String.fromCharCode(...host.files.readStart(path, 8192));

/** Instruction sets of x86-64 that libraries look for when a program starts, by the kernel's names. */
const chosenBy =
  /^(pni|ssse3|sse4_1|sse4_2|sse4a|cx16|popcnt|movbe|aes|pclmulqdq|avx|avx2|fma|fma4|xop|tbm|f16c|bmi1|bmi2|adx|abm|sha_ni|rdrand|rdseed|rtm|xsave|xsavec|mpx|gfni|vaes|vpclmulqdq|avx512\w*|avx_\w+|amx_\w+)$/;

/** Features in the text of /proc/cpuinfo, sorted. On arm64 all of them count. */
export function cpuFeatures(cpuinfo: string): readonly string[] {
  const x86 = /^flags\s*:\s*(.*)$/m.exec(cpuinfo)?.[1];
  if (x86 !== undefined) return words(x86).filter((name) => chosenBy.test(name));
  return words(/^Features\s*:\s*(.*)$/m.exec(cpuinfo)?.[1] ?? '');
}

const words = (text: string): readonly string[] =>
  text
    .split(/\s+/)
    .filter((word) => word !== '')
    .sort();
