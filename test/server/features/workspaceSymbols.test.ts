import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceSymbols } from '../../../server/src/features/workspaceSymbols.ts';
import { parse } from '../../../server/src/submit/index.ts';

const files = [
  { uri: 'a', file: parse('executable = x\nbase_dir = 1\nif 1\n  inner_base = 2\nendif\nqueue 2\n') },
  { uri: 'b', file: parse('+Base = 3\n') },
];

const names = (query: string) =>
  workspaceSymbols(files, query).map(({ uri, symbol }) => `${uri} ${symbol.name}`);

test('workspace symbols: letters in order, commands left out', () => {
  assert.deepEqual(names('base'), ['a base_dir', 'a inner_base', 'b +Base']);
  assert.deepEqual(names('bdr'), ['a base_dir']);
  assert.deepEqual(names('executable'), []);
  assert.deepEqual(names('').length, 4);
});
