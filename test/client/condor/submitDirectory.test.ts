/** Both directions between two directories of this machine: the local transport stands for the access point. */
import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fetchOutputs, listOutputs } from '../../../client/src/condor/outputs.ts';
import {
  uploadSubmitDirectory,
  type SyncState,
  type UploadResult,
} from '../../../client/src/condor/submitDirectory.ts';
import { createLocalTransport } from '../../../client/src/transport/local.ts';
import { TransportError } from '../../../client/src/transport/transport.ts';
import { until } from '../../support/until.ts';

describe('the submit directory', () => {
  const transport = createLocalTransport();
  let folder: string;
  let here: string;
  let there: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-sync-'));
    here = path.join(folder, 'here');
    there = path.join(folder, 'there', 'project');
    await mkdir(here);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const upload = (files: readonly string[], state?: SyncState): Promise<UploadResult> =>
    uploadSubmitDirectory(transport, { localDirectory: here, files, remoteDirectory: there, state });
  const writeHere = (name: string, text: string): Promise<void> => writeFile(path.join(here, name), text);
  const writeThere = (name: string, text: string): Promise<void> => writeFile(path.join(there, name), text);
  const readHere = (name: string): Promise<string> => readFile(path.join(here, name), 'utf8');
  const readThere = (name: string): Promise<string> => readFile(path.join(there, name), 'utf8');
  const reasonOf = (action: Promise<unknown>): Promise<string> =>
    action.then(
      () => 'none',
      (error: unknown) => (error instanceof TransportError ? error.reason : String(error)),
    );

  const hostile = [
    'plain',
    '-dash',
    "qu'ote",
    '$(id)',
    'new\nline',
    'back\\slash',
    'ünïcödé',
    ' spaces ',
    '...',
  ];

  it('uploads everything once, then only what changed, whatever the names', async () => {
    for (const name of hostile) await writeHere(name, `content of ${name}`);
    const first = await upload(hostile);
    assert.deepEqual([...first.uploaded], hostile);
    for (const name of hostile) assert.equal(await readThere(name), `content of ${name}`);
    const second = await upload(hostile, first.state);
    assert.deepEqual([second.uploaded, second.bytes, second.unchanged.length], [[], 0, hostile.length]);
    await writeHere('new\nline', 'changed');
    const third = await upload(hostile, second.state);
    assert.deepEqual([third.uploaded, third.bytes], [['new\nline'], 7]);
    assert.equal(await readThere('new\nline'), 'changed');
  });
  it('makes directories that are the user’s alone, and keeps modes', async () => {
    await mkdir(path.join(here, 'data/deep'), { recursive: true });
    await writeHere('data/deep/in', 'x');
    await writeHere('run', '#!/bin/sh\n');
    const first = await upload(['data/deep/in', 'run']);
    assert.equal((await stat(there)).mode & 0o777, 0o700);
    await chmod(path.join(here, 'run'), 0o755);
    const second = await upload(['data/deep/in', 'run'], first.state);
    assert.deepEqual(second.uploaded, ['run'], 'a changed mode is a change');
    assert.equal((await stat(path.join(there, 'run'))).mode & 0o777, 0o755);
  });
  it('reads nothing again that looks as it did, on either side', async () => {
    for (const name of ['a', 'b']) await writeHere(name, name);
    // Files that were written just now are read once more.
    const old = new Date(Date.now() - 60_000);
    await until('the time stamps are settled', async () => {
      return Date.now() - (await stat(path.join(here, 'b'))).ctimeMs > 150;
    });
    const first = await upload(['a', 'b']);
    const commands: string[] = [];
    const counting = {
      ...transport,
      exec: (...call: Parameters<typeof transport.exec>) => {
        commands.push(call[0][2] ?? '');
        return transport.exec(...call);
      },
    };
    const again = (state: SyncState): Promise<UploadResult> =>
      uploadSubmitDirectory(counting, {
        localDirectory: here,
        files: ['a', 'b'],
        remoteDirectory: there,
        state,
      });
    // A hash that is not true shows that nothing was read.
    const { a, b } = first.state.files;
    assert.ok(a !== undefined && b !== undefined);
    const lie = { ...first.state, files: { a: { ...a, sha256: 'lie' }, b } };
    assert.deepEqual((await again(lie)).uploaded, []);
    assert.equal(commands.length, 1);
    await writeHere('a', 'c');
    await utimes(path.join(here, 'a'), old, old);
    assert.deepEqual(
      (await again(first.state)).uploaded,
      ['a'],
      'the same size and an older time, but changed',
    );
    await writeThere('b', 'x');
    assert.deepEqual((await again(first.state)).uploaded, ['a', 'b'].slice(1));
  });
  it('sends a file again that was changed or removed there', async () => {
    await writeHere('a', 'a');
    await writeHere('b', 'b');
    const { state } = await upload(['a', 'b']);
    await writeThere('a', 'spoilt');
    await rm(path.join(there, 'b'));
    assert.deepEqual((await upload(['a', 'b'], state)).uploaded, ['a', 'b']);
    assert.equal(await readThere('a'), 'a');
  });
  it('refuses what is missing, no regular file, or outside', async () => {
    await mkdir(path.join(here, 'directory'));
    for (const name of ['missing', 'directory', '../outside', '/etc/passwd', 'a/../../b', '']) {
      assert.equal(await reasonOf(upload([name])), 'fileFailed', name);
    }
    await writeHere('file', '');
    there = '/proc/no/where';
    assert.equal(await reasonOf(upload(['file'])), 'fileFailed');
  });
  it('fetches what is new or changed there, and nothing twice', async () => {
    await writeHere('in', 'in');
    const { state } = await upload(['in']);
    await writeThere('out', 'out');
    await writeThere('new\nline', 'x');
    await mkdir(path.join(there, 'results'));
    await writeThere('results/1', 'one');
    await writeThere('.hidden', 'x');
    await writeThere('in', 'changed by the job');
    await symlink('/etc/passwd', path.join(there, 'link'));
    const listed = await listOutputs(transport, { localDirectory: here, state });
    assert.deepEqual(
      listed.map((file) => `${file.state} ${file.name} ${file.size}${file.conflict ? ' conflict' : ''}`),
      ['changed in 18', 'new new\nline 1', 'new out 3', 'new results/1 3'],
    );
    const result = await fetchOutputs(transport, { localDirectory: here, state });
    assert.deepEqual([...result.fetched].sort(), ['in', 'new\nline', 'out', 'results/1']);
    assert.equal(await readHere('results/1'), 'one');
    assert.equal(await readHere('in'), 'changed by the job');
    assert.deepEqual(await listOutputs(transport, { localDirectory: here, state: result.state }), []);
    assert.deepEqual(JSON.parse(JSON.stringify(result.state)), result.state, 'the state is plain JSON');
  });
  it('never overwrites a file that changed here unless told to', async () => {
    await writeHere('both', 'before');
    const { state } = await upload(['both']);
    await writeHere('both', 'mine');
    await writeHere('never-uploaded', 'mine');
    await writeThere('both', 'theirs');
    await writeThere('never-uploaded', 'theirs');
    const listed = await listOutputs(transport, { localDirectory: here, state });
    assert.deepEqual(
      listed.map((file) => file.conflict),
      [true, true],
    );
    const kept = await fetchOutputs(transport, { localDirectory: here, state });
    assert.deepEqual([kept.fetched, kept.conflicts], [[], ['both', 'never-uploaded']]);
    assert.equal(await readHere('both'), 'mine');
    const taken = await fetchOutputs(transport, {
      localDirectory: here,
      state: kept.state,
      overwrite: ['both'],
    });
    assert.deepEqual([taken.fetched, taken.conflicts], [['both'], ['never-uploaded']]);
    assert.equal(await readHere('both'), 'theirs');
  });
  it('leaves alone what changed here only, and what is the same on both sides', async () => {
    await writeHere('edited', 'before');
    const { state } = await upload(['edited']);
    await writeHere('edited', 'after');
    await writeHere('same', 'same');
    await writeThere('same', 'same');
    const result = await fetchOutputs(transport, { localDirectory: here, state });
    assert.deepEqual([result.fetched, result.conflicts], [[], []]);
    assert.equal(await readHere('edited'), 'after');
  });
  it('says that the directory is gone', async () => {
    const state: SyncState = { schema: 1, remoteDirectory: path.join(folder, 'gone'), files: {} };
    assert.equal(await reasonOf(listOutputs(transport, { localDirectory: here, state })), 'fileFailed');
  });
  it('lists an empty directory', async () => {
    await mkdir(there, { recursive: true });
    const state: SyncState = { schema: 1, remoteDirectory: there, files: {} };
    assert.deepEqual(await listOutputs(transport, { localDirectory: here, state }), []);
  });

  it('leaves there what this machine can have no files of, and says so', async () => {
    await writeHere('in.txt', 'mine');
    const { state } = await upload(['in.txt']);
    for (const name of ['In.txt', 'Out', 'out', '12:30', 'plain']) await writeThere(name, name);
    const { fetched, unreadable } = await fetchOutputs(transport, {
      localDirectory: here,
      state,
      platform: 'win32',
    });
    assert.deepEqual(fetched, ['Out', 'plain']);
    assert.deepEqual([...unreadable].sort(), ['12:30', 'In.txt', 'out']);
    assert.equal(await readHere('in.txt'), 'mine');
  });
});
