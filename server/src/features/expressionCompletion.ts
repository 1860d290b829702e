import type { Span } from '../submit/index.ts';
import { attributes, classAdFunctions } from '../submit/index.ts';
import type { Completion } from './completion.ts';
import type { ExpressionPlace } from './expressionPlace.ts';

const keywords: readonly (readonly [string, string])[] = [
  ['TARGET', 'The other ad: in a job the machine that it is matched with.'],
  ['MY', "The ad of the expression itself: the job's."],
  ['true', 'Boolean.'],
  ['false', 'Boolean.'],
  ['undefined', 'What a missing attribute is worth.'],
  ['error', 'What a wrong operation is worth.'],
];

/** Attributes and functions for the word at the cursor; `MY.` and `TARGET.` before it choose the ad. */
export const expressionCompletions = (place: ExpressionPlace, span: Span): readonly Completion[] => {
  const before = place.text.slice(Math.max(0, place.offset - 200), place.offset);
  if (/[\d.]\w*$/.test(before) && !/[A-Za-z_]\w*\.\w*$/.test(before)) return [];
  const scope = /(\w+)\.\w*$/.exec(before)?.[1]?.toLowerCase();
  if (scope !== undefined && scope !== 'my' && scope !== 'target') return [];
  const ad = scope === undefined ? undefined : scope === 'my' ? 'job' : 'machine';
  const completions: Completion[] = attributes
    .filter(({ ads, name }) => (ad === undefined || ads.includes(ad)) && /^\w+$/.test(name))
    .map(({ name: label, ads, description }) => ({
      label,
      kind: 'attribute',
      detail: description === '' ? `${ads.join(' and ')} attribute` : description,
      span,
      newText: label,
      rank: description === '' ? 3 : ads.includes('machine') ? 1 : 2,
    }));
  if (ad !== undefined) return completions;
  for (const { name: label, signatures, description: documentation } of classAdFunctions) {
    const detail = signatures[0] ?? label;
    completions.push({ label, kind: 'function', detail, documentation, span, newText: `${label}(`, rank: 2 });
  }
  for (const [label, detail] of keywords)
    completions.push({ label, kind: 'keyword', detail, span, newText: label, rank: 2 });
  return completions;
};
