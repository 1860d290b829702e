import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  greeting,
  loginCommand,
  shellCommand,
  shellQuote,
} from '../../../client/src/transport/shellQuote.ts';

/** What a real sh makes of a command line: each argument, ended by NUL. */
function wordsOf(command: string): readonly string[] {
  const { stdout, stderr } = spawnSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  assert.equal(stderr, '');
  return stdout.split('\0').slice(0, -1);
}

const hostile = [
  '',
  ' ',
  "it's",
  '"double"',
  '$(touch pwned)',
  '`id`',
  '$HOME',
  'a\nb',
  'a\\',
  '-n',
  '--',
  '*',
  '~root',
  '!history',
  'semi;colon|pipe&background',
  'tab\tand\rreturn',
  'ünïcödé ☃ 𝒳',
  '\u0001\u007f',
  "''''",
  "'",
];

describe('shellQuote', () => {
  it('hands hostile arguments to a real shell unharmed', () => {
    assert.deepEqual(wordsOf(shellQuote(hostile)), hostile);
  });
  it('hands any arguments to a real shell unharmed', () => {
    const word = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', ''));
    // One shell for many words: starting a shell is what takes time.
    fc.assert(
      fc.property(fc.array(word, { minLength: 100, maxLength: 200 }), (argv) => {
        assert.deepEqual(wordsOf(shellQuote(argv)), argv);
      }),
      { numRuns: 4 },
    );
  });
  it('refuses what no argument can hold', () => {
    assert.throws(() => shellQuote(['a\0b']), RangeError);
    assert.throws(() => shellQuote([]), RangeError);
  });
  it('leaves plain words bare', () => {
    assert.equal(shellQuote(['condor_q', '-json', '12.0']), 'condor_q -json 12.0');
  });
});

describe('shellCommand', () => {
  it('runs in a directory, whatever its name', () => {
    assert.equal(shellCommand(['ls'], '-x y'), "cd './-x y' && exec ls");
    assert.equal(shellCommand(['ls'], '/a'), 'cd /a && exec ls');
    assert.equal(shellCommand(['ls']), 'exec ls');
  });
});

describe('loginCommand', () => {
  it('runs any arguments in any directory, after the greeting', () => {
    const command = loginCommand(['printf', '%s\\0', ...hostile], '/tmp');
    // In one of another kind than sh, quotes hold none of these.
    assert.ok(!/[!\n]|\\'|\\\\/.test(command), command);
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.equal(stdout, greeting + hostile.map((word) => `${word}\0`).join(''));
  });
});
