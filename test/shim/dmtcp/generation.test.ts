import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  chooseGeneration,
  countBegun,
  countCheckpoints,
  firstError,
  imagesOfScript,
  killedByCommand,
  parseStatus,
  printedPort,
  refusedFork,
} from '../../../shim/src/dmtcp/generation.ts';

const fixture = (name: string): string => readFileSync(`test/shim/fixtures/${name}`, 'utf8');

/** The options that matter, as the tools' --help of these releases list them. */
const help = {
  '4.2.0': {
    coordinator:
      '--port-file --status-file --ckptdir --exit-on-last --kill-after-ckpt --stale-timeout --daemon --coord-logfile',
    command: '-bc, --bcheckpoint: -kc, --kcheckpoint -k, --kill',
    launch: '-j --port --ckptdir -q, --quiet --with-plugin --kernel-loader',
  },
  '3.2.0': {
    coordinator:
      '--port-file --status-file --ckptdir --exit-on-last --kill-after-ckpt --stale-timeout --daemon --coord-logfile',
    command: '-bc, --bcheckpoint: -kc, --kcheckpoint -k, --kill',
    launch: '-j --port --ckptdir -q, --quiet --with-plugin',
  },
  '2.6.0': {
    coordinator: '--port-file --exit-on-last --exit-after-ckpt --daemon --coord-logfile',
    command: '-bc, --bcheckpoint: -k, --kill',
    launch: '-j --port --ckptdir -q, --quiet --with-plugin',
  },
  '1.2.8': { coordinator: '--port --exit-on-last --background --batch', command: '', launch: '' },
};

describe('chooseGeneration', () => {
  const options = { portFile: '/d/port', logFile: '/d/log', directory: '/d/images', interval: 60 };

  it('drives 4.2.0 and 3.2.0 with one request for checkpoint and kill', () => {
    for (const release of ['4.2.0', '3.2.0'] as const) {
      const generation = chooseGeneration(help[release]);
      assert.deepEqual(generation?.checkpointAndKill, { kind: 'together', request: ['--kcheckpoint'] });
      const expected =
        '--daemon --exit-on-last --port 0 --port-file /d/port --interval 60 --ckptdir /d/images --coord-logfile /d/log'.split(
          ' ',
        );
      assert.deepEqual(generation.coordinator(options), expected);
      assert.deepEqual(generation.launch({ port: 5, directory: '.' }), [
        '-q',
        '-j',
        '--port',
        '5',
        '--ckptdir',
        '.',
      ]);
      assert.deepEqual(generation.restart({ port: 5, images: ['a.dmtcp', 'b.dmtcp'] }), [
        '-j',
        '--port',
        '5',
        'a.dmtcp',
        'b.dmtcp',
      ]);
    }
  });

  it('never sends -kc to 2.x, which would kill without a checkpoint', () => {
    const generation = chooseGeneration(help['2.6.0']);
    assert.deepEqual(generation?.checkpointAndKill, {
      kind: 'apart',
      checkpoint: ['--bcheckpoint'],
      kill: ['--kill'],
    });
    assert.match(
      generation.limitations.join(),
      /cannot checkpoint and kill in one step.*C library 2\.34 and later/,
    );
  });

  it('tells what 3.x cannot do, and nothing of 4.x', () => {
    const three = help['3.2.0'];
    const old = { ...three, launch: three.launch.replace(' --with-plugin', '') };
    assert.match(chooseGeneration(old)?.limitations.join() ?? '', /holds? no files open/);
    for (const release of ['3.2.0', '4.2.0'] as const)
      assert.deepEqual(chooseGeneration(help[release])?.limitations, []);
  });

  it('brings the plugin for moved files to the releases that need it', () => {
    assert.equal(chooseGeneration(help['3.2.0'])?.needsRelocation, true);
    assert.equal(chooseGeneration(help['4.2.0'])?.needsRelocation, false);
    const launch = chooseGeneration(help['3.2.0'])?.launch({
      port: 5,
      directory: '.',
      plugin: '/p.so',
    });
    assert.deepEqual(launch?.slice(-2), ['--with-plugin', '/p.so']);
  });

  it('drives 1.x by its own names, and reads the port that it prints', () => {
    const generation = chooseGeneration(help['1.2.8']);
    assert.equal(generation?.launchTool, 'dmtcp_checkpoint');
    assert.deepEqual(
      generation.coordinator(options),
      '--background --exit-on-last --port 0 --interval 60 --ckptdir /d/images'.split(' '),
    );
    assert.equal(generation.checkpointAndKill.kind, 'apart');
    assert.equal(generation.writesPort, false);
    assert.equal(printedPort(fixture('coordinator-1.2.8.txt')), 22791);
    assert.equal(printedPort('no port'), 0);
    assert.match(generation.limitations.join(), /kernels and C libraries of today/);
  });

  it('drives nothing that cannot tell its port', () => {
    assert.equal(chooseGeneration({ coordinator: '--daemon', command: '', launch: '' }), undefined);
    assert.equal(chooseGeneration({ coordinator: '--port', command: '', launch: '' }), undefined);
  });

  it('leaves out options that the tools do not have', () => {
    const generation = chooseGeneration({
      coordinator: '--daemon --port-file',
      command: 'kcheckpoint',
      launch: '',
    });
    assert.ok(!generation?.coordinator(options).includes('--coord-logfile'));
    assert.ok(!generation?.launch({ port: 1, directory: '.' }).includes('-q'));
  });
});

describe('parseStatus', () => {
  const status = (peers: number, running: string): string =>
    `Coordinator:\n  Host: localhost\n  Port: 35937\nStatus...\n  NUM_PEERS=${peers}\n  RUNNING=${running}\n  CKPT_INTERVAL=0 (checkpoint manually)\n`;

  it('reads peers and state', () => {
    assert.deepEqual(parseStatus(status(0, 'no')), { peers: 0, running: false });
    assert.deepEqual(parseStatus(status(12, 'yes')), { peers: 12, running: true });
  });

  it('takes nothing for a status that is none', () => {
    assert.equal(parseStatus('Coordinator not found. Please check port and host.\n'), undefined);
    assert.equal(parseStatus(''), undefined);
  });
});

describe("the coordinator's log", () => {
  for (const release of ['3.2.0', '4.2.0', 'main']) {
    it(`of ${release}: one checkpoint, begun and complete, not killed by hand`, () => {
      const log = fixture(`coordinator-${release}.log`);
      assert.equal(countBegun(log), 1);
      assert.equal(countCheckpoints(log), 1);
      assert.equal(killedByCommand(log), false);
      assert.equal(refusedFork(log), false);
      assert.equal(firstError(log), undefined);
    });

    it(`of ${release}: a fork refused right after a restart`, () => {
      const log = fixture(`coordinator-${release}-refused.log`);
      assert.equal(refusedFork(log), true);
      assert.equal(killedByCommand(log), false);
      const [before = ''] = log.split('Current computation');
      assert.equal(refusedFork(before), false, 'as long as the processes only come back');
      assert.match(
        firstError(fixture(`error-${release}-refused.log`)) ?? 'none',
        /Connection rejected by the coordinator.*not in RUNNING state/,
      );
    });
  }

  it('of a program that was killed through dmtcp_command', () => {
    const log = fixture('coordinator-4.2.0-killed.log');
    assert.equal(killedByCommand(log), true);
    assert.equal(countCheckpoints(log), 0);
  });
});

describe('firstError', () => {
  const cases = {
    'error-3.2.0-refused.log':
      /^Connection rejected by the coordinator\. Reason: Current computation not in RUNNING state\. \[JASSERT\(false\) failed\]$/,
    'error-4.2.0-restart.log':
      /^Coordinator not found, but --join was specified\. Exiting\. \[JASSERT\(sockfd != -1\) failed\]$/,
    'error-3.2.0-worker.log': /^ASSERT_NE failed; <-1\(-1\)> != <tempfd\(-1\)>\.$/,
    'error-2.6.0-restart.log': /^ERROR: Error reading from filename \[JASSERT\(rc == 1\) failed\]$/,
    'error-main-worker.log': /^dmtcpmessagetypes\.cpp:81: .*Did DMTCP coordinator die uncleanly\?$/,
  };
  for (const [name, expected] of Object.entries(cases)) {
    it(`of ${name}`, () => {
      assert.match(firstError(fixture(name)) ?? 'none', expected);
    });
  }
});

describe('imagesOfScript', () => {
  it('lists base names in order', () => {
    const script =
      '#!/bin/bash\ngiven_ckpt_files=" /old/dir/ckpt_a_1.dmtcp /old/dir/ckpt_b_2.dmtcp"\nexec x\n';
    assert.deepEqual(imagesOfScript(script), ['ckpt_a_1.dmtcp', 'ckpt_b_2.dmtcp']);
  });

  it('lists nothing for another text', () => {
    assert.deepEqual(imagesOfScript('echo hello'), []);
  });
});
