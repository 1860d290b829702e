import type { Queue, SourceText } from '../submit/index.ts';
import { partsOf, readBoolean } from '../submit/index.ts';
import type { EntryKind } from './fileGlob.ts';
import { hasMatch } from './fileGlob.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

/** Patterns of one statement that are looked at. */
const limit = 50;

export const noMatches: Rule = {
  code: 'no-matches',
  severity: 'warning',
  summary: 'A pattern after matching that no file matches.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const { queue } = submission;
      if (queue?.mode !== 'matching' || queue.items.kind === 'command' || queue.items.kind === 'stdin')
        continue;
      const fail = checkedSetting(submission, 'SubmitFailEmptyMatches');
      const reading = fail?.known === true ? readBoolean(fail.value) : undefined;
      const isRefused = reading?.kind === 'value' && reading.value;
      for (const { text, start, end } of patternsOf(queue).slice(0, limit)) {
        if (text.includes('$') || hasMatch(text, kindOf(queue), context.listDirectory) !== false) continue;
        const found = `No ${wordFor(kindOf(queue))} in the directory of submission matches '${text}'`;
        yield isRefused
          ? {
              start,
              end,
              severity: 'error',
              message: `${found}, and SubmitFailEmptyMatches makes that an error: expected at least one.`,
            }
          : { start, end, message: `${found}: this pattern makes no job.` };
      }
    }
  },
};

const patternsOf = ({ items }: Queue): readonly SourceText[] => {
  switch (items.kind) {
    case 'patterns':
      return partsOf(items.text, ',').flatMap((part) => wordsOf(part));
    case 'list':
      return [...items.rows];
    case 'none':
    case 'file':
    case 'command':
    case 'stdin':
      return [];
  }
};

const wordsOf = (part: SourceText): readonly SourceText[] =>
  [...part.text.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    start: part.start + match.index,
    end: part.start + match.index + match[0].length,
  }));

const kindOf = ({ qualifier }: Queue): EntryKind => {
  const word = qualifier?.text.toLowerCase();
  return word === 'files' || word === 'dirs' ? word : 'any';
};

const wordFor = (kind: EntryKind): string =>
  kind === 'dirs' ? 'directory' : kind === 'files' ? 'file' : 'file or directory';
