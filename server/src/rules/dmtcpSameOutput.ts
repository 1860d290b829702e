import type { SourceText } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { locatedValue } from './settings.ts';
import type { ShimWord } from './shimCall.ts';
import { pathOption } from './shimCall.ts';

export const dmtcpSameOutput: Rule = {
  code: 'dmtcp-same-output',
  severity: 'warning',
  summary: "One file for the program's output and for the shim's.",
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim } of context.dmtcpJobs) {
      if (shim === undefined) continue;
      const commands = (['output', 'error', 'log'] as const).flatMap((name) => {
        const value = locatedValue(submission, name);
        return value === undefined ? [] : [{ name, value }];
      });
      const seen = new Map<string, string>();
      for (const name of ['log', 'stdout', 'stderr'] as const) {
        const word = pathOption(shim, name);
        if (word === undefined) continue;
        const command = commands.find(({ value }) => isSame(value, word));
        // One file for the program's stdout and stderr is no mistake.
        const other = name === 'log' || seen.get(plain(word.text)) !== 'log' ? undefined : '--log';
        seen.set(plain(word.text), name);
        const taken = command === undefined ? other : `the command '${command.name}'`;
        if (taken === undefined) continue;
        yield {
          start: word.start,
          end: word.end,
          message: `--${name} names the same file as ${taken}: one would overwrite the other. Give each a name of its own.`,
        };
      }
    }
  },
};

const plain = (path: string): string => path.replace(/^(?:\.\/+)+/, '');

const isSame = (value: SourceText, word: ShimWord): boolean => plain(value.text.trim()) === plain(word.text);
