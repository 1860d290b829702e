import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('typographic-character: quotation marks around arguments', () => {
  checkRule(
    'typographic-character',
    `executable = /bin/echo
arguments = “a b”
            ^^^^^ warning: the typographic character '“' (copied from a document?), which means nothing to HTCondor: write ".
queue
`,
    { fixed: 'executable = /bin/echo\narguments = "a b"\nqueue\n' },
  );
});

test('typographic-character: dashes of options, blanks', () => {
  checkRule(
    'typographic-character',
    `executable = /bin/echo
arguments = –help a
            ^^^^^^^ warning: write --.
priority = 5\u00A0
           ^^ warning: a blank that is no ordinary one
queue
`,
    { fixed: 'executable = /bin/echo\narguments = --help a\npriority = 5\u00A0\nqueue\n' },
  );
});

test('typographic-character: in expressions, but not in their strings', () => {
  checkRule(
    'typographic-character',
    `executable = /bin/echo
requirements = OpSysName == “Debian”
               ^^^^^^^^^^^^^^^^^^^^^ warning: write "
+Title = "Größe – “heute”"
queue
`,
  );
});

test('typographic-character: where it can be meant', () => {
  checkRule(
    'typographic-character',
    `# “note”
executable = /bin/echo
arguments = "grep 'd’accord' a–b"
output = Größe–1.txt
queue
`,
  );
});
