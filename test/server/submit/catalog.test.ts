import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  classAdFunctions,
  commandPatterns,
  commands,
  findCommand,
  isKnownKey,
  jobAttributes,
  machineAttributes,
  macroFunctions,
  predefinedMacros,
  valueTypes,
} from '../../../server/src/submit/catalog/index.ts';
import { isFunction } from '../../../server/src/submit/functions.ts';

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTextList = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(isText);

/** The shape of commands.json: every field that may be there, and what it must be. */
const shape: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: isText,
  aliases: isTextList,
  attribute: isText,
  type: (value) => valueTypes.some((type) => type === value),
  values: isTextList,
  synonyms: isTextList,
  suggested: isTextList,
  unit: (value) => value === 'KB' || value === 'MB' || value === 'bytes',
  default: isText,
  universes: isTextList,
  usedWith: (value) => isTextList(value) && (value as readonly string[]).every((name) => findCommand(name)),
  newerThan: (value) => typeof value === 'string' && /^\d+\.\d+\.\d+$/.test(value),
  deprecated: isText,
  insteadUse: isText,
  description: (value) => typeof value === 'string' && value.length >= 20 && value.length <= 140,
};

test('catalog: every command has the shape of a command', () => {
  for (const command of commands) {
    for (const [field, value] of Object.entries(command)) {
      assert.ok(shape[field]?.(value), `${command.name}: ${field} = ${JSON.stringify(value)}`);
    }
    for (const field of ['name', 'type', 'description'])
      assert.ok(field in command, `${command.name} has no ${field}`);
    assert.match(command.description, /[.`]$|\.$/, `${command.name}: a description is a sentence`);
  }
});

test('catalog: names and aliases are there once', () => {
  const names = commands
    .flatMap((command) => [command.name, ...(command.aliases ?? [])])
    .map((name) => name.toLowerCase());
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.length >= 300, `${names.length} names`);
  for (const command of commands) {
    if (command.insteadUse !== undefined) assert.ok(findCommand(command.insteadUse), command.name);
  }
});

test('catalog: every value type is used', () => {
  const used = new Set([...commands, ...commandPatterns].map((command) => command.type));
  assert.deepEqual(
    valueTypes.filter((type) => !used.has(type)),
    [],
  );
});

test('catalog: macros, functions, attributes', () => {
  for (const macro of predefinedMacros) {
    assert.ok(isText(macro.name) && isText(macro.description), macro.name);
    assert.notEqual(
      macro.value === undefined,
      macro.live === undefined,
      `${macro.name} has a value or stands for itself`,
    );
  }
  for (const entry of macroFunctions)
    assert.ok(isFunction(entry.name) && isText(entry.signature), entry.name);
  for (const { name, description } of classAdFunctions) assert.match(description, /^.{15,120}\.$/, name);
  assert.ok(classAdFunctions.length > 80 && jobAttributes.length > 300 && machineAttributes.length > 200);
});

test('catalog: keys that condor_submit reads', () => {
  for (const key of [
    'executable',
    'stdout',
    'requestmemory',
    'request_foos',
    'ec2_tag_x',
    'box_oauth_permissions',
  ]) {
    assert.ok(isKnownKey(key), key);
  }
  for (const key of ['exectuable', 'request_', 'zebra']) assert.ok(!isKnownKey(key), key);
});
