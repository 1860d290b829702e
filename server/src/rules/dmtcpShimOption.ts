import type { Finding, Rule } from './rule.ts';
import { guess } from './rule.ts';
import { flagOptions, valueOptions } from './shimCall.ts';
import { closest, excerpt } from './words.ts';

export const dmtcpShimOption: Rule = {
  code: 'dmtcp-shim-option',
  severity: 'warning',
  summary: 'An option that shim_dmtcp does not know, or one without its value.',
  check: function* (context): Iterable<Finding> {
    for (const { shim } of context.dmtcpJobs) {
      if (shim === undefined) continue;
      for (const word of shim.unknown) {
        if (word.text.includes('$')) continue;
        const name = word.text.replace(/^--?/, '').replace(/=.*$/s, '');
        const meant = closest(name, [...valueOptions, ...flagOptions]);
        const span = { start: word.start, end: word.end };
        const message = `shim_dmtcp has no option '${excerpt(word.text)}', and ends with an error. Its options come before the program, the program's own after it.`;
        if (meant === undefined || word.text.includes('=')) yield { ...span, message };
        else {
          const fixes = [guess(`Change to '--${meant}'`, span, `--${meant}`)];
          yield { ...span, message: `${message} Did you mean '--${meant}'?`, fixes };
        }
      }
      if (shim.incomplete === undefined) continue;
      const { start, end, text } = shim.incomplete;
      yield { start, end, message: `'${text}' needs a value after it, found the end of the arguments.` };
    }
  },
};
