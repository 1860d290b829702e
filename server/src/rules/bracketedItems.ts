import type { Finding, Rule } from './rule.ts';
import { guess } from './rule.ts';

const pairs: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['[', ']'],
]);

export const bracketedItems: Rule = {
  code: 'bracketed-items',
  severity: 'warning',
  summary: 'Items in brackets, braces or quotes, which become part of them.',
  check: function* ({ submissions, file }): Iterable<Finding> {
    for (const { queue } of submissions) {
      if (queue?.mode !== 'in' || queue.items.kind !== 'list' || queue.items.rows.length > limit) continue;
      const items = [...queue.items.rows];
      const [first] = items;
      const last = items.at(-1);
      if (first === undefined || last === undefined) continue;
      const start = first.start;
      const end = last.end;
      const text = file.text.slice(start, end);
      const open = text.charAt(0);
      if (pairs.has(open) && text.endsWith(pairs.get(open) ?? '')) {
        const bare = text.slice(1, -1).trim();
        yield {
          start,
          end,
          message: `'${open}' and '${pairs.get(open) ?? ''}' become part of the first and the last item: items stand in parentheses, or in nothing.`,
          fixes: bare === '' ? [] : [guess('Change to parentheses', { start, end }, `(${bare})`)],
        };
      } else if (!text.startsWith('(') && text.endsWith(')') && !text.includes('(')) {
        yield {
          start: end - 1,
          end,
          message: "This ')' becomes part of the last item: expected '(' before the first one.",
          fixes: [guess('Put the items in parentheses', { start, end: start }, '(')],
        };
      }
      const quoted = items.find((item) => /^\W?(["']).*\1\W?$/.test(item.text));
      if (quoted !== undefined)
        yield {
          start: quoted.start,
          end: quoted.end,
          message: `Quotes have no meaning among items and become part of them: expected ${quoted.text.replace(/["']/g, '')}, found ${quoted.text}. Items with blanks go one to a line, after from.`,
        };
    }
  },
};

/** Items that are looked at; nobody writes more of them by hand in one line. */
const limit = 1000;
