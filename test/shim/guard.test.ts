import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareHosts, compareVersions, limitationsOf } from '../../shim/src/guard.ts';
import { cpuFeatures, type HostFacts } from '../../shim/src/hostFacts.ts';
import { unknownHost } from './unknownHost.ts';

const here: HostFacts = {
  host: 'node1',
  machine: 'x86_64',
  kernel: '6.1.0-18-amd64',
  glibc: '2.36',
  cpu: ['avx', 'avx2', 'sse4_2'],
  dmtcp: 'dmtcp_coordinator (DMTCP) 4.2.0',
  microarch: 'x86_64-v3',
  condorMachine: 'node1.pool',
};

describe('the guard', () => {
  it('lets an image back to the machine that made it, and to a better one', () => {
    assert.deepEqual(compareHosts(here, here), { obstacles: [], suspects: [] });
    assert.deepEqual(compareHosts(here, { ...here, cpu: [...here.cpu, 'avx512f'] }).obstacles, []);
  });

  it('refuses a machine that lacks a feature, and says what would have avoided it', () => {
    const fit = compareHosts({ ...here, cpu: [...here.cpu, 'avx512dq', 'avx512f', 'vaes'] }, here);
    assert.match(fit.obstacles.join(), /lacks avx512dq, avx512f, vaes/);
    assert.equal(fit.requirements, '(has_avx512dq == True) && (has_avx512f == True)');
    const other = compareHosts({ ...here, cpu: ['vaes'], microarch: 'x86_64-v4' }, here);
    assert.equal(other.requirements, '(Microarch == "x86_64-v4")');
    const unnamed = compareHosts({ ...here, cpu: ['vaes'], microarch: '', condorMachine: 'big.pool' }, here);
    assert.equal(unnamed.requirements, '(Machine == "big.pool")');
  });

  it('does not mind features that no code depends on', () => {
    const cpu = ['avx', 'avx2', 'avx512bw', 'avx512vl', 'sse4_2'];
    const avx512 = { ...here, cpu };
    assert.deepEqual(compareHosts({ ...here, cpu: [...cpu, 'erms', 'mpx', 'rtm'] }, avx512).obstacles, []);
    // Without AVX-512, glibc's string functions for processors with RTM execute one of its instructions.
    const rtm = compareHosts({ ...here, cpu: [...here.cpu, 'rtm'] }, here);
    assert.match(rtm.obstacles.join(), /lacks rtm/);
  });

  it('refuses a processor whose registers would overflow what the program set aside for them', () => {
    const older = { ...here, cpu: ['avx', 'avx2', 'xsave'] };
    const newer = { ...here, cpu: ['avx', 'avx2', 'avx512f', 'xsave', 'xsavec'] };
    const fit = compareHosts(older, newer);
    assert.match(fit.obstacles.join(), /registers \(avx512f\) take more room/);
    assert.equal(fit.requirements, '(Machine == "node1.pool")');
    assert.deepEqual(compareHosts(older, { ...newer, cpu: [...older.cpu, 'xsavec', 'vaes'] }).obstacles, []);
    assert.deepEqual(compareHosts({ ...older, cpu: [...older.cpu, 'xsavec'] }, newer).obstacles, []);
  });

  it('knows where DMTCP cannot write the stacks of threads', () => {
    assert.deepEqual(limitationsOf(here), []);
    assert.deepEqual(limitationsOf({ ...here, glibc: '2.41', kernel: '6.18.5' }), []);
    assert.deepEqual(limitationsOf({ ...here, glibc: '2.43', kernel: '6.12.0' }), []);
    assert.match(
      limitationsOf({ ...here, glibc: '2.43', kernel: '6.18.5' }).join(),
      /C library 2\.43 on Linux 6\.18\.5/,
    );
  });

  it('refuses another architecture and another series of DMTCP', () => {
    const arm = compareHosts({ ...here, machine: 'aarch64', cpu: ['sve'] }, here);
    assert.deepEqual(arm.obstacles, ['it was made on aarch64, this is x86_64']);
    assert.equal(arm.requirements, '(Arch == "aarch64")');
    assert.equal(compareHosts({ ...here, dmtcp: 'DMTCP 3.2.0' }, here).obstacles.length, 1);
    assert.equal(compareHosts({ ...here, dmtcp: 'DMTCP 4.2.1' }, here).obstacles.length, 0);
  });

  it('only suspects another kernel or C library', () => {
    const fit = compareHosts({ ...here, kernel: '6.18.5', glibc: '2.41' }, here);
    assert.deepEqual(fit.obstacles, []);
    assert.match(fit.suspects.join(), /an older one, 6\.1\.0-18-amd64.*C library 2\.41/);
    assert.equal(fit.requirements, '(Machine == "node1.pool")');
    assert.deepEqual(compareHosts({ ...here, kernel: '6.1.0-20-amd64' }, here).suspects, []);
  });

  it('says nothing about what is not known', () => {
    assert.deepEqual(compareHosts(unknownHost, here), { obstacles: [], suspects: [] });
    assert.deepEqual(compareHosts(here, unknownHost), { obstacles: [], suspects: [] });
  });

  it('compares versions by number', () => {
    assert.ok(compareVersions('5.4.2', '5.15.0') < 0);
    assert.ok(compareVersions('6.18', '6.1.99') > 0);
    assert.equal(compareVersions('4.18.0-1.el8', '4.18.0-5.el8'), 0);
  });

  it('reads the features that programs choose their code by', () => {
    assert.deepEqual(
      cpuFeatures(
        'processor : 0\nflags\t\t: fpu vme erms svm sse4_2 avx2 avx512f hypervisor ibrs arch_perfmon\n',
      ),
      ['avx2', 'avx512f', 'sse4_2'],
    );
    assert.deepEqual(cpuFeatures('Features : fp asimd\n'), ['asimd', 'fp']);
    assert.deepEqual(cpuFeatures(''), []);
  });
});
