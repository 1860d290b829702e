import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { hashFile } from '../../../client/src/condor/fileHash.ts';
import { until } from '../../support/until.ts';

describe('the permission bits of a file', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'dmtcp-condor-hash-'));
  after(() => rmSync(directory, { recursive: true }));
  const contents = {
    shim_dmtcp: '\x7fELF\x02 and so on',
    'run.sh': '#!/bin/sh\necho\n',
    'data.txt': 'data\n',
    empty: '',
  };
  for (const [name, text] of Object.entries(contents)) {
    const file = path.join(directory, name);
    writeFileSync(file, text, 'latin1');
    chmodSync(file, 0o640);
  }
  const modes = async (platform: NodeJS.Platform): Promise<readonly (string | undefined)[]> =>
    Promise.all(
      Object.keys(contents).map(async (name) =>
        (await hashFile(path.join(directory, name), undefined, platform))?.mode.toString(8),
      ),
    );

  it('are its own on Linux and macOS', async () => {
    assert.deepEqual(await modes('linux'), ['640', '640', '640', '640']);
    assert.deepEqual(await modes('darwin'), ['640', '640', '640', '640']);
  });
  it('are made up for Windows, so that programs run: the shim, DMTCP’s tools, scripts', async () => {
    assert.deepEqual(await modes('win32'), ['755', '755', '644', '644']);
  });
  it('are the same there where nothing but the beginning is read again', async () => {
    const file = path.join(directory, 'shim_dmtcp');
    // A file that was written just now has no stamp yet.
    const stamp = await until('it has a stamp', async () => (await hashFile(file))?.stamp);
    const again = await hashFile(file, { sha256: 'as it was', stamp }, 'win32');
    assert.deepEqual([again?.sha256, again?.mode], ['as it was', 0o755]);
  });
});
