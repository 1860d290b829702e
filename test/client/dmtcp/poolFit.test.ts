import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { poolMachines } from '../../../client/src/condor/machines.ts';
import { describeFit, poolFit, type PoolMachines } from '../../../client/src/dmtcp/poolFit.ts';
import { fakeTransport } from '../condor/fakeTransport.ts';

const pool: readonly PoolMachines[] = [
  { arch: 'X86_64', system: 'AlmaLinux9', slots: 10 },
  { arch: 'X86_64', system: 'CentOS7', slots: 5 },
  { arch: 'aarch64', system: 'Debian12', slots: 2 },
  { arch: 'X86_64', system: 'Gentoo2', slots: 1 },
];

describe('poolFit', () => {
  it('leaves out other architectures and older C libraries, and says why', () => {
    const fit = poolFit(pool, { architecture: 'x86_64', glibc: '2.34' });
    assert.deepEqual([fit.slots, fit.fitting], [18, 11]);
    assert.equal(fit.clause, '(Arch == "X86_64") && (OpSysAndVer =!= "CentOS7")');
    assert.deepEqual(
      fit.unknown.map((group) => group.system),
      ['Gentoo2'],
    );
    const text = describeFit(fit) ?? '';
    assert.match(text, /^11 of 18 slots/);
    assert.match(text, /CentOS7 \(5\): it has glibc 2\.17, the package needs 2\.34/);
    assert.match(text, /Debian12 \(2\): its machines are aarch64/);
  });
  it('asks for nothing where everything fits', () => {
    const fit = poolFit([{ arch: 'X86_64', system: 'Debian13', slots: 4 }], {
      architecture: 'x86_64',
      glibc: '2.36',
    });
    assert.deepEqual([fit.fitting, fit.clause, describeFit(fit)], [4, undefined, undefined]);
  });
  it('takes files that need no C library, and the other architecture', () => {
    assert.equal(poolFit(pool, { architecture: 'x86_64', glibc: undefined }).clause, '(Arch == "X86_64")');
    const arm = poolFit(pool, { architecture: 'aarch64', glibc: '2.17' });
    assert.deepEqual([arm.fitting, arm.clause], [2, '(Arch == "aarch64")']);
  });
});

describe('poolMachines', () => {
  it('counts slots that are alike', async () => {
    const stdout = 'X86_64 Debian13\nX86_64 Debian13\naarch64 Debian12\nundefined undefined x\n';
    assert.deepEqual(await poolMachines(fakeTransport(() => ({ stdout }))), [
      { arch: 'X86_64', system: 'Debian13', slots: 2 },
      { arch: 'aarch64', system: 'Debian12', slots: 1 },
    ]);
  });
});
