import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('unquoted-string: compared with an attribute of machines', () => {
  checkRule(
    'unquoted-string',
    `executable = /bin/echo
requirements = (OpSysAndVer == CentOS7) && (Machine =!= node1)
                               ^^^^^^^ warning: A string stands in double quotes: "CentOS7".
                                                        ^^^^^ warning: "node1"
queue
`,
    {
      fixed:
        'executable = /bin/echo\nrequirements = (OpSysAndVer == "CentOS7") && (Machine =!= node1)\nqueue\n',
    },
  );
});

test('unquoted-string: attributes that there are, or may be', () => {
  checkRule(
    'unquoted-string',
    `executable = /bin/echo
+Wanted = "a"
requirements = Machine == Wanted && OpSys == $(x) && HasFoo == Bar && Memory == MY.RequestMemory && Cpus is undefined
rank = Machine == LastRemoteHost
x = "LINUX"
queue
`,
  );
});
