import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('missing-java-class: no class', () => {
  checkRule(
    'missing-java-class',
    `universe = java
           ^^^^ error: 'arguments = CLASS
executable = a.jar
queue
`,
  );
});

test('missing-java-class: a class', () => {
  checkRule(
    'missing-java-class',
    `universe = java
executable = a.jar
arguments = Main
queue
`,
  );
});
