import type { Edit } from '../../../server/src/rules/rule.ts';

/** A fixture's text without its cursor `<|>`, and the cursor's offset. */
export const cursorIn = (fixture: string): { readonly text: string; readonly offset: number } => {
  const offset = fixture.indexOf('<|>');
  if (offset < 0) throw new Error(`no <|> in the fixture:\n${fixture}`);
  return { text: fixture.replace('<|>', ''), offset };
};

/** The text with parts put between « and », to compare with a marked fixture. */
export const marked = (
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
): string =>
  [...spans]
    .sort((a, b) => b.start - a.start)
    .reduce((t, { start, end }) => `${t.slice(0, start)}«${t.slice(start, end)}»${t.slice(end)}`, text);

/** The text after edits as LSP applies them: none may overlap; those at one place in their order. */
export const applyEdits = (text: string, edits: readonly Edit[]): string => {
  let result = '';
  let last = 0;
  for (const { start, end, newText } of [...edits].sort((a, b) => a.start - b.start)) {
    if (start < last) throw new Error(`edits overlap at ${start}`);
    result += text.slice(last, start) + newText;
    last = end;
  }
  return result + text.slice(last);
};
