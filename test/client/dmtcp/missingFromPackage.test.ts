import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { missingFromPackage } from '../../../client/src/dmtcp/missingFromPackage.ts';

describe('missingFromPackage', () => {
  const cases: readonly [string, Readonly<Record<string, string>>, readonly string[] | undefined][] = [
    ['no manifest', {}, undefined],
    ['a broken manifest', { 'shim_dmtcp.manifest.json': '{"files": [' }, undefined],
    ['a manifest without files', { 'shim_dmtcp.manifest.json': '{"schema": 1}' }, undefined],
    [
      'one file of two is there',
      { 'shim_dmtcp.manifest.json': '{"files": [{"name": "a"}, {"name": "b"}]}', a: '' },
      ['b'],
    ],
    ['all are there', { 'shim_dmtcp.manifest.json': '{"files": [{"name": "a"}]}', a: '' }, []],
  ];
  for (const [name, files, expected] of cases) {
    it(name, async () => {
      const directory = mkdtempSync(path.join(tmpdir(), 'missing-'));
      try {
        for (const [file, text] of Object.entries(files)) writeFileSync(path.join(directory, file), text);
        assert.deepEqual(await missingFromPackage(directory), expected);
      } finally {
        rmSync(directory, { recursive: true });
      }
    });
  }
});
