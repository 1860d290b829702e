import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('conditional-too-deep: 64', () => {
  checkRule(
    'conditional-too-deep',
    `${'if true\n'.repeat(63)}if true
^^ error: at most 63
${'endif\n'.repeat(64)}queue
`,
  );
});
