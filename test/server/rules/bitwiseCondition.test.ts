import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('bitwise-condition: between comparisons', () => {
  checkRule(
    'bitwise-condition',
    `executable = /bin/echo
requirements = (Arch == "X86_64") & (OpSys == "LINUX")
                                  ^ warning: Conditions are combined by '&&'.
on_exit_hold = ExitBySignal | (ExitCode > 3)
                            ^ warning: combined by '||'
queue
`,
    {
      fixed:
        'executable = /bin/echo\nrequirements = (Arch == "X86_64") && (OpSys == "LINUX")\non_exit_hold = ExitBySignal | (ExitCode > 3)\nqueue\n',
    },
  );
});

test('bitwise-condition: conditions, and bits', () => {
  checkRule(
    'bitwise-condition',
    `executable = /bin/echo
requirements = (Flags & 4) != 0 && a || b
arguments = a & b
queue
`,
  );
});
