import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeJobPlace } from '../../../client/src/condor/jobPlace.ts';

const printed = (ad: object): string => JSON.stringify([ad]);
const GlobalJobId = 'ap.example.org#12.3#1700000000';

describe('where a job runs', () => {
  it('is a machine, its address and the job’s own name', () => {
    const StartdIpAddr = '<10.1.2.3:9618?addrs=10.1.2.3-9618&alias=node17.example.org&noUDP>';
    const RemoteHost = 'slot1_2@node17.example.org';
    assert.deepEqual(decodeJobPlace(printed({ RemoteHost, StartdIpAddr, GlobalJobId })), {
      machine: 'node17.example.org',
      address: '10.1.2.3',
      globalJobId: GlobalJobId,
    });
    const six = decodeJobPlace(printed({ RemoteHost, StartdIpAddr: '<[fe80::1]:9618?x>', GlobalJobId }));
    assert.equal(six?.address, 'fe80::1');
  });
  it('is nothing for a job that does not run, or is not there', () => {
    assert.equal(decodeJobPlace(''), undefined);
    assert.equal(decodeJobPlace('[]\n'), undefined);
    assert.equal(decodeJobPlace(printed({ GlobalJobId })), undefined);
  });
  it('is refused where it is no name: it would come into the user’s ssh configuration', () => {
    for (const host of [
      'slot1@-oProxyCommand=id',
      'slot1@$(id)',
      'a b',
      'slot1@n\nx',
      'slot1@"n"',
      'slot1@',
      'n;id',
    ])
      assert.throws(() => decodeJobPlace(printed({ RemoteHost: host, GlobalJobId })), {
        reason: 'unexpectedOutput',
        message: /Such a host is not connected to/,
      });
    assert.throws(() => decodeJobPlace('not json'), { reason: 'unexpectedOutput' });
  });
});
