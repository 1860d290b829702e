import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { replaceFile } from '../../../client/src/transport/localFiles.ts';

describe('renaming a file over another', () => {
  /** Fails so many times before it works; how often it was tried. */
  async function tries(platform: NodeJS.Platform, failures: number, code: string): Promise<number> {
    let count = 0;
    const move = (): Promise<void> =>
      ++count <= failures ? Promise.reject(Object.assign(new Error(code), { code })) : Promise.resolve();
    await replaceFile('a', 'b', { platform, move }).catch(() => (count = -count));
    return count;
  }
  it('waits on Windows for who has one of them open', async () => {
    assert.equal(await tries('win32', 2, 'EPERM'), 3);
    assert.equal(await tries('win32', 1, 'EBUSY'), 2);
  });
  it('fails at once elsewhere, and for any other reason', async () => {
    assert.equal(await tries('linux', 1, 'EPERM'), -1);
    assert.equal(await tries('win32', 1, 'ENOSPC'), -1);
  });
});
