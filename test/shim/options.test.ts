import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { flagOptions, valueOptions } from '../../server/src/rules/shimCall.ts';
import { parseOptions } from '../../shim/src/options.ts';
import { usage } from '../../shim/src/usage.ts';

const nothing = {
  kind: 'run',
  interval: 0,
  gzip: 'auto',
  checkpointExitCode: 'auto',
  generations: 2,
  tries: 3,
  guard: 'on',
  allowUnprotected: false,
} as const;

describe('parseOptions', () => {
  it('takes the arguments of the classic submit files', () => {
    const line =
      '--log shim.1.0.log --stdin foo.c --stdout job.out --stderr job.err --ckptint 1800 ./foo 7200 out.file';
    assert.deepEqual(parseOptions(line.split(' ')), {
      ...nothing,
      log: 'shim.1.0.log',
      stdin: 'foo.c',
      stdout: 'job.out',
      stderr: 'job.err',
      interval: 1800,
      command: ['./foo', '7200', 'out.file'],
      commandIndex: 10,
    });
  });

  it('takes --name=value, and -- before the program', () => {
    assert.deepEqual(
      parseOptions(['--with-dmtcp=/opt/a=b', '--with-condor', '/c', '--ckptdir', 'ck', '--', '-odd-']),
      {
        ...nothing,
        withDmtcp: '/opt/a=b',
        withCondor: '/c',
        checkpointDirectory: 'ck',
        command: ['-odd-'],
        commandIndex: 6,
      },
    );
  });

  it('takes /dev/null, the classic "none", as not given', () => {
    assert.deepEqual(parseOptions(['--log', '/dev/null', '--stdin', '/dev/null', './foo']), {
      ...nothing,
      command: ['./foo'],
      commandIndex: 4,
    });
  });

  it('takes what the command line leaves open from the environment', () => {
    const environment = {
      SHIM_DMTCP_STDOUT: 'env.out',
      SHIM_DMTCP_LOG: 'env.log',
      SHIM_DMTCP_GZIP: 'off',
      SHIM_DMTCP_CHECKPOINT_EXIT_CODE: '85',
      SHIM_DMTCP_GENERATIONS: '3',
      SHIM_DMTCP_TRIES: '',
      SHIM_DMTCP_START_TIMEOUT: '9',
      SHIM_DMTCP_CHECKPOINT_TIMEOUT: '8',
      SHIM_DMTCP_GUARD: 'off',
      SHIM_DMTCP_ALLOW_UNPROTECTED: '1',
      SHIM_DMTCP_DOCTOR: '0',
      DMTCP_CHECKPOINT_DIR: 'images',
      DMTCP_GZIP: '1',
    };
    assert.deepEqual(parseOptions(['--log', 'mine.log', './foo'], environment), {
      ...nothing,
      log: 'mine.log',
      stdout: 'env.out',
      gzip: 'off',
      checkpointExitCode: 85,
      generations: 3,
      startTimeout: 9,
      checkpointTimeout: 8,
      guard: 'off',
      checkpointDirectory: 'images',
      allowUnprotected: true,
      command: ['./foo'],
      commandIndex: 2,
    });
    const older = parseOptions(['./foo'], { DMTCP_GZIP: '0' });
    assert.ok(older.kind === 'run' && older.gzip === 'off');
  });

  it('tells of every option in the usage', () => {
    for (const name of [...valueOptions, ...flagOptions]) assert.ok(usage.includes(`--${name}`), name);
  });

  it('asks the doctor without a program', () => {
    assert.equal(parseOptions(['--doctor']).kind, 'doctor');
  });

  it('leaves the program’s own options alone, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (args) => {
        const parsed = parseOptions(['--allow-unprotected', './foo', ...args]);
        assert.ok(parsed.kind === 'run' && parsed.allowUnprotected);
        assert.deepEqual(parsed.command, ['./foo', ...args]);
      }),
    );
  });

  it('knows --help and --version only before the program', () => {
    assert.deepEqual(parseOptions(['--help']), { kind: 'help' });
    assert.deepEqual(parseOptions(['--log', 'x', '--version']), { kind: 'version' });
    assert.equal(parseOptions(['./foo', '--help']).kind, 'run');
  });

  const wrong = {
    'no program': [[], /no program is given/],
    'an empty program': [['--log', 'x', ''], /no program is given/],
    'an option without its value': [['--stdout'], /--stdout needs a value/],
    'an unknown option': [['--ckptnit', '5', './foo'], /unknown option --ckptnit/],
    'a generation too few': [['--generations', '0', './foo'], /--generations 0: expected a number from 1 on/],
    'a compression that is none': [['--gzip', 'lz4', './foo'], /--gzip lz4: expected auto, on or off/],
    'an exit code that is none': [
      ['--checkpoint-exit-code', 'x', './foo'],
      /expected a number, auto or none/,
    ],
    'an interval that is none': [
      ['--ckptint', '30m', './foo'],
      /--ckptint 30m: expected a number of seconds/,
    ],
  } as const;
  for (const [what, [args, message]] of Object.entries(wrong)) {
    it(`refuses ${what}`, () => {
      const parsed = parseOptions(args);
      assert.ok(parsed.kind === 'wrong');
      assert.match(parsed.message, message);
    });
  }
});
