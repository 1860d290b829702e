/** Which machines of a pool can run a package: its architecture, and the glibc that its files need. Pure. */
import { compareVersions } from './elf.ts';

/** Slots of a pool that are alike, as condor_status has them. */
export interface PoolMachines {
  /** HTCondor's name, such as X86_64. */
  readonly arch: string;
  /** OpSysAndVer, such as AlmaLinux9. */
  readonly system: string;
  readonly slots: number;
}

export interface PackageNeeds {
  /** As `uname -m` prints it. */
  readonly architecture: string;
  /** Such as "2.34"; undefined where the files need none. */
  readonly glibc: string | undefined;
  /** What condor_submit of the access point asks for where `requirements` name no Arch: its own. */
  readonly impliedArch?: string | undefined;
}

export interface PoolFit {
  readonly slots: number;
  readonly fitting: number;
  /** Those that cannot run it, and why. */
  readonly unfit: readonly (PoolMachines & { readonly why: string })[];
  /** Systems whose glibc is not known here. */
  readonly unknown: readonly PoolMachines[];
  /** condor_submit would ask for machines of this Arch, which cannot run it, if `requirements` named none. */
  readonly wrongArch: string | undefined;
  /** An expression for `requirements` that leaves out those that cannot; undefined where none has to be. */
  readonly clause: string | undefined;
}

/** glibc of the systems that HTCondor names; a release keeps its version for life. */
const glibcOf: Readonly<Record<string, string>> = {
  ...{ CentOS6: '2.12', CentOS7: '2.17', CentOS8: '2.28', CentOS9: '2.34', CentOS10: '2.39' },
  ...{ RedHat6: '2.12', RedHat7: '2.17', RedHat8: '2.28', RedHat9: '2.34', RedHat10: '2.39' },
  ...{
    AlmaLinux8: '2.28',
    AlmaLinux9: '2.34',
    AlmaLinux10: '2.39',
    Rocky8: '2.28',
    Rocky9: '2.34',
    Rocky10: '2.39',
  },
  ...{ SL6: '2.12', SL7: '2.17', OracleLinux7: '2.17', OracleLinux8: '2.28', OracleLinux9: '2.34' },
  ...{ Debian9: '2.24', Debian10: '2.28', Debian11: '2.31', Debian12: '2.36', Debian13: '2.41' },
  ...{ Ubuntu16: '2.23', Ubuntu18: '2.27', Ubuntu20: '2.31', Ubuntu22: '2.35', Ubuntu24: '2.39' },
  ...{ AmazonLinux2: '2.26', AmazonLinux2023: '2.34', openSUSE15: '2.31', SLES15: '2.31' },
};

const condorArch: Readonly<Record<string, string>> = { x86_64: 'X86_64', aarch64: 'aarch64' };

export function poolFit(machines: readonly PoolMachines[], needs: PackageNeeds): PoolFit {
  const arch = condorArch[needs.architecture] ?? needs.architecture;
  const judged = machines.map((group) => ({ group, why: whyNot(group, arch, needs.glibc) }));
  const unfit = judged.flatMap(({ group, why }) => (why === undefined ? [] : [{ ...group, why }]));
  const fit = judged.filter(({ why }) => why === undefined).map(({ group }) => group);
  const old = [
    ...new Set(unfit.filter((group) => sameArch(group.arch, arch)).map((group) => group.system)),
  ].sort();
  const { impliedArch } = needs;
  const wrongArch = impliedArch === undefined || sameArch(impliedArch, arch) ? undefined : impliedArch;
  const count = (groups: readonly PoolMachines[]): number =>
    groups.reduce((sum, group) => sum + group.slots, 0);
  return {
    slots: count(machines),
    fitting: count(fit),
    unfit,
    unknown: fit.filter((group) => needs.glibc !== undefined && glibcOf[group.system] === undefined),
    wrongArch,
    clause:
      unfit.length === 0 && wrongArch === undefined
        ? undefined
        : [`(Arch == "${arch}")`, ...old.map((system) => `(OpSysAndVer =!= "${system}")`)].join(' && '),
  };
}

function whyNot(group: PoolMachines, arch: string, glibc: string | undefined): string | undefined {
  if (!sameArch(group.arch, arch)) return `its machines are ${group.arch}, the package is for ${arch}`;
  const has = glibcOf[group.system];
  if (glibc === undefined || has === undefined || compareVersions(has, glibc) >= 0) return undefined;
  return `it has glibc ${has}, the package needs ${glibc}`;
}

/** ClassAds compare without regard to case. */
const sameArch = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A sentence or two for people; undefined where every slot fits, and is asked for. */
export function describeFit(fit: PoolFit): string | undefined {
  if (fit.clause === undefined) return undefined;
  const groups = fit.unfit.map(({ system, slots, why }) => `${system} (${slots}): ${why}`).join('; ');
  return [
    fit.unfit.length === 0
      ? ''
      : `${fit.fitting === 0 ? 'None' : fit.fitting} of ${fit.slots} slots of the pool can run this package.${fit.fitting === 0 ? '' : ' The others:'} ${groups}.`,
    fit.wrongArch === undefined || fit.fitting === 0
      ? ''
      : `condor_submit asks for ${fit.wrongArch} machines there, unless requirements name others.`,
  ]
    .filter((text) => text !== '')
    .join(' ');
}
