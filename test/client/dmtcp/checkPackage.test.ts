import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { checkPackage, type PackageCheck } from '../../../client/src/dmtcp/checkPackage.ts';

const sha256 = createHash('sha256').update('text').digest('hex');
const listed = JSON.stringify({ files: [{ name: 'a', size: 4, sha256 }] });

describe('checkPackage', () => {
  const cases: readonly [string, Readonly<Record<string, string>>, PackageCheck | undefined][] = [
    ['no manifest', {}, undefined],
    ['a broken manifest', { 'shim_dmtcp.manifest.json': '{"files": [' }, undefined],
    ['a manifest without files', { 'shim_dmtcp.manifest.json': '{"schema": 1}' }, undefined],
    [
      'one file of two is there',
      { 'shim_dmtcp.manifest.json': '{"files": [{"name": "a"}, {"name": "b"}]}', a: '' },
      { missing: ['b'], changed: [] },
    ],
    ['all are there', { 'shim_dmtcp.manifest.json': listed, a: 'text' }, { missing: [], changed: [] }],
    ['another size', { 'shim_dmtcp.manifest.json': listed, a: 'longer' }, { missing: [], changed: ['a'] }],
    ['other bytes', { 'shim_dmtcp.manifest.json': listed, a: 'TEXT' }, { missing: [], changed: ['a'] }],
  ];
  for (const [name, files, expected] of cases) {
    it(name, async () => {
      const directory = mkdtempSync(path.join(tmpdir(), 'package-'));
      try {
        for (const [file, text] of Object.entries(files)) writeFileSync(path.join(directory, file), text);
        assert.deepEqual(await checkPackage(directory), expected);
      } finally {
        rmSync(directory, { recursive: true });
      }
    });
  }
});
