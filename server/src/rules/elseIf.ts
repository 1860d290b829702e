import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';

export const elseIf: Rule = {
  code: 'else-if',
  severity: 'warning',
  summary: '`else if` or `elseif`, which is no elif.',
  checkOther: ({ kind, start, end, active }, { file }): readonly Finding[] => {
    if (kind !== 'else' && (kind !== 'invalid' || active)) return [];
    const line = file.text.slice(start, end);
    const match = /^[:\s]*(else?\s+if|else?if|elsif)\b/i.exec(line);
    if (match === null) return [];
    const [all, words = ''] = match;
    const span = { start: start + all.length - words.length, end: start + all.length };
    const effect =
      kind === 'else'
        ? "HTCondor reads 'else' and ignores the condition behind it"
        : 'in a branch that is not taken, HTCondor skips this line';
    return [
      {
        ...span,
        message: `Expected 'elif', found '${words}': ${effect}.`,
        fixes: [replacement('Change to elif', span, 'elif')],
      },
    ];
  },
};
