import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseOptions } from '../../shim/src/options.ts';

const nothing = { kind: 'run', interval: 0, allowUnprotected: false } as const;

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
