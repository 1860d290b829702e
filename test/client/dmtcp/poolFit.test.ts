import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { impliedArch, poolMachines } from '../../../client/src/condor/machines.ts';
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
  it('names the architecture also where all machines have it, but condor_submit would ask for its own', () => {
    const arms = [{ arch: 'aarch64', system: 'Debian12', slots: 2 }];
    const needs = { architecture: 'aarch64', glibc: '2.34' };
    const fit = poolFit(arms, { ...needs, impliedArch: 'X86_64' });
    assert.deepEqual([fit.fitting, fit.wrongArch, fit.clause], [2, 'X86_64', '(Arch == "aarch64")']);
    assert.match(describeFit(fit) ?? '', /^condor_submit asks for X86_64 machines/);
    assert.equal(poolFit(arms, { ...needs, impliedArch: 'AARCH64' }).clause, undefined);
  });
  it('says that no machine can run it', () => {
    const fit = poolFit(pool.slice(1, 2), { architecture: 'aarch64', glibc: '2.34', impliedArch: 'X86_64' });
    assert.equal(fit.fitting, 0);
    assert.equal(
      describeFit(fit),
      'None of 5 slots of the pool can run this package. CentOS7 (5): its machines are X86_64, the package is for aarch64.',
    );
  });
});

describe('impliedArch', () => {
  it('is what the access point is configured to be', async () => {
    assert.equal(await impliedArch(fakeTransport(() => ({ stdout: 'X86_64\n' }))), 'X86_64');
    assert.equal(await impliedArch(fakeTransport(() => ({ code: 1, stdout: '' }))), undefined);
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
