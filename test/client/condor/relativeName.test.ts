import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isInside, possibleNames } from '../../../client/src/condor/relativeName.ts';

const possible = (
  names: readonly string[],
  platform: NodeJS.Platform,
  known: (name: string) => boolean = () => false,
): readonly string[] => [...possibleNames(names, known, platform)];

describe('names of files that an access point has', () => {
  const linux = ['12:30.log', 'a\\b', 'what?', 'aux.log', 'end.', 'end ', 'sub/nul', 'Out', 'out', 'ok'];
  it('are all possible on Linux', () => {
    assert.deepEqual(possible(linux, 'linux'), linux);
  });
  it('are for Windows without its own characters, devices and endings, and one of those that differ in case', () => {
    assert.deepEqual(possible(linux, 'win32'), ['Out', 'ok']);
    assert.deepEqual(possible(['console', 'com10.log', 'nulls', '.hidden', 'a.b c'], 'win32').length, 5);
  });
  it('are for macOS one of those that differ in case, or in how an accent is written', () => {
    assert.deepEqual(possible(['12:30.log', 'Out', 'out', 'e\u0301', '\u00e9'], 'darwin'), [
      '12:30.log',
      'Out',
      'e\u0301',
    ]);
  });
  it('keep the one that is here already', () => {
    assert.deepEqual(
      possible(['OUT', 'Out', 'out'], 'win32', (name) => name === 'out'),
      ['out'],
    );
  });
  it('lead nowhere else, on Windows neither', () => {
    for (const name of ['..\\x', 'C:x', 'a\\..\\..\\x', 'a:stream']) {
      assert.ok(isInside(name, 'linux'), name);
      assert.ok(!isInside(name, 'win32'), name);
      assert.deepEqual(possible([name], 'win32'), []);
    }
    for (const name of ['../x', 'a/../x', '/x', '']) assert.ok(!isInside(name, 'linux'), name);
  });
});
