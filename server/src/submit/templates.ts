import type { Problem } from './syntax.ts';
import type { SourceText } from './text.ts';

const strictTemplates = new Set(['false', 'true', 'harsh']);

/** What is wrong with `use CATEGORY : NAMES`. The names of category TEMPLATE are the pool's: nobody knows them here. */
export const unknownTemplate = (category: SourceText, templates: SourceText): Problem | undefined => {
  if (templates.text === '') return undefined;
  const lower = category.text.toLowerCase();
  if (lower === 'template') return undefined;
  const unknown = templates.text
    .split(',')
    .map((template) => template.trim())
    .find((template) => !strictTemplates.has(template.toLowerCase()));
  if (lower === 'strict' && unknown === undefined) return undefined;
  const { start, end } = lower === 'strict' ? templates : category;
  const name = lower === 'strict' ? unknown : undefined;
  return {
    kind: 'unknown-template',
    category: category.text,
    name,
    start,
    end: Math.max(end, start + 1),
  };
};
