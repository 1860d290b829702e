import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { numberOf, parseClassAd, stringOf } from '../../shim/src/classAd.ts';

const ad = parseClassAd(
  'ClusterId = 25\nProcId = 0\nJobMaxVacateTime = ifThenElse(x, 1, 2)\nTransferInput = "a,b \\"c\\",d"\nno assignment\nCmd="condor_exec.exe"\n',
);

describe('parseClassAd', () => {
  it('finds attributes in any case', () => {
    assert.equal(numberOf(ad, 'clusterid'), 25);
    assert.equal(numberOf(ad, 'ProcId'), 0);
    assert.equal(stringOf(ad, 'TRANSFERINPUT'), 'a,b "c",d');
    assert.equal(stringOf(ad, 'Cmd'), 'condor_exec.exe');
  });

  it('takes expressions, strings for numbers and absent attributes for unknown', () => {
    assert.equal(numberOf(ad, 'JobMaxVacateTime'), undefined);
    assert.equal(numberOf(ad, 'Cmd'), undefined);
    assert.equal(stringOf(ad, 'ClusterId'), undefined);
    assert.equal(stringOf(ad, 'Nothing'), undefined);
  });
});
