import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DmtcpError } from '../../../client/src/dmtcp/dmtcpError.ts';
import { lostFiles, originOf, packagedFiles, replacedFiles } from '../../../client/src/dmtcp/manifest.ts';
import { unpackage } from '../../../client/src/dmtcp/unpackage.ts';

const manifestName = 'shim_dmtcp.manifest.json';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('unpackage', () => {
  let scratch = '';
  let job = '';
  beforeEach(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'unpackage-'));
    job = path.join(scratch, 'job');
    mkdirSync(job);
  });
  afterEach(() => rmSync(scratch, { recursive: true }));
  const write = (name: string, text: string): void => writeFileSync(path.join(job, name), text);
  const list = (files: Readonly<Record<string, string>>): void =>
    write(
      manifestName,
      JSON.stringify({
        schema: 1,
        files: Object.entries(files).map(([name, text]) => ({
          name,
          size: text.length,
          sha256: sha256(text),
        })),
      }),
    );

  it('removes what is as it was packaged, the manifest last, and nothing else', async () => {
    for (const name of ['shim_dmtcp', 'dmtcp_launch', 'libdmtcp.so', 'job.sub', 'dmtcp_notes.txt'])
      write(name, name);
    write('libdmtcp.so', 'mine now');
    list({
      shim_dmtcp: 'shim_dmtcp',
      dmtcp_launch: 'dmtcp_launch',
      'libdmtcp.so': 'libdmtcp.so',
      mtcp_restart: 'gone',
    });
    assert.deepEqual(await unpackage(job), {
      removed: ['shim_dmtcp', 'dmtcp_launch', manifestName],
      kept: ['libdmtcp.so'],
    });
    assert.deepEqual(readdirSync(job).sort(), ['dmtcp_notes.txt', 'job.sub', 'libdmtcp.so']);
  });
  it('believes no manifest that names what packaging never puts there', async () => {
    writeFileSync(path.join(scratch, 'libprecious'), 'x');
    write('job.sub', 'x');
    list({ '../libprecious': 'x', 'job.sub': 'x', '/etc/hosts': 'x', 'lib/../job.sub': 'x' });
    assert.deepEqual(await unpackage(job), { removed: [manifestName], kept: [] });
    assert.ok(existsSync(path.join(scratch, 'libprecious')) && existsSync(path.join(job, 'job.sub')));
  });
  it('knows no package without a manifest', async () => {
    assert.equal(await unpackage(job), undefined);
    write(manifestName, '{"files": ');
    assert.equal(await unpackage(job), undefined);
  });
  it('keeps the manifest when a file cannot be removed', async () => {
    mkdirSync(path.join(job, 'libdmtcp.so'));
    list({ 'libdmtcp.so': 'x' });
    await assert.rejects(
      unpackage(job),
      (error: unknown) => error instanceof DmtcpError && error.reason === 'fileFailed',
    );
    assert.ok(existsSync(path.join(job, manifestName)));
  });
});

describe('manifests', () => {
  it('tell which files of DMTCP are other ones than those before', () => {
    const file = (name: string, sha: string): object => ({ name, size: 1, sha256: sha });
    const manifest = JSON.stringify({
      files: [
        file('shim_dmtcp', 'new'),
        file('libdmtcp.so', 'new'),
        file('dmtcp_launch', 'same'),
        file('libnew.so', 'x'),
      ],
    });
    const before = {
      shim_dmtcp: { sha256: 'old' },
      'libdmtcp.so': { sha256: 'old' },
      dmtcp_launch: { sha256: 'same' },
      'gone.so': { sha256: 'old' },
    };
    assert.deepEqual(replacedFiles(manifest, before), ['libdmtcp.so']);
    assert.deepEqual(replacedFiles('', before), []);
  });
  it('tell which files of DMTCP a new package does not have any more', () => {
    const manifest = (files: Readonly<Record<string, string>>): string =>
      JSON.stringify({ files: Object.entries(files).map(([name, sha256]) => ({ name, size: 1, sha256 })) });
    const before = manifest({ shim_dmtcp: 'old', 'libdmtcp.so': 'a', dmtcp_launch: 'b', mtcp_restart: 'c' });
    const now = manifest({ shim_dmtcp: 'new', 'libdmtcp.so': 'a', dmtcp_launch: 'other' });
    assert.deepEqual(lostFiles(before, now), ['dmtcp_launch', 'mtcp_restart']);
    assert.deepEqual(lostFiles(before, before), []);
    assert.deepEqual(lostFiles(before, ''), ['libdmtcp.so', 'dmtcp_launch', 'mtcp_restart']);
    assert.deepEqual(lostFiles('', now), []);
  });
  it('are anybody’s text', () => {
    for (const text of ['', '[]', 'null', '{}', '{"files":1}', '{"files":[null,1,{"name":1}]}']) {
      assert.deepEqual(packagedFiles(text) ?? [], []);
      assert.equal(originOf(text), undefined);
    }
    assert.equal(originOf('{"origin":"ap:/opt/dmtcp"}'), 'ap:/opt/dmtcp');
  });
});
