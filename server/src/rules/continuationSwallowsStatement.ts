import type { Assignment } from '../submit/index.ts';
import { findCommand } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { nothing } from './rule.ts';

export const continuationSwallowsStatement: Rule = {
  code: 'continuation-swallows-statement',
  severity: 'warning',
  summary: 'A backslash at the end of a line that makes the next statement a part of the value.',
  checkEach: {
    of: 'glued',
    check: (statement, { file: { text } }) =>
      mayHaveStatement(text, statement) ? check(text, statement) : nothing,
  },
};

/** A first look: most continued values are lists, in which nothing looks like a statement. */
const mayHaveStatement = (text: string, { start, end }: Assignment): boolean => {
  const feed = text.indexOf('\n', start);
  if (feed < 0) return false;
  for (let at = feed; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === equals || (code | caseBit) === smallQ) return true;
  }
  return false;
};

const [equals, smallQ, caseBit] = [61, 113, 32];

const check = function* (text: string, statement: Assignment): Iterable<Finding> {
  for (
    let end = text.indexOf('\n', statement.start);
    end >= 0 && end < statement.end;
    end = text.indexOf('\n', end + 1)
  ) {
    // A NUL joins lines, too.
    const slash = text.slice(statement.start, end).trimEnd().length - 1 + statement.start;
    if (text.charAt(slash) !== '\\') continue;
    const next = text.indexOf('\n', end + 1);
    const line = text.slice(end + 1, next < 0 ? text.length : next);
    const found = /^(\s*)(queue\b.*?|[A-Za-z_]\w*)\s*(=.*)?$/i.exec(line);
    const word = found?.[2]?.trim() ?? '';
    const isQueue =
      /^queue(?:\s+\d+|\s+\w+\s+(?:in|from|matching)\b.*)?$/i.test(word) && found?.[3] === undefined;
    const isCommand =
      found?.[3]?.startsWith('=') === true && /\s=\s/.test(line) && findCommand(word) !== undefined;
    if (!isQueue && !isCommand) continue;
    const start = end + 1 + (found?.[1]?.length ?? 0);
    yield {
      start,
      end: start + word.length,
      message: `The line above ends with '\\', so this line is part of the value of '${statement.key.text}' and no statement.`,
      fixes: [
        {
          title: "Remove the '\\' above",
          edits: [{ start: slash, end: slash + 1, newText: '' }],
          choice: true,
        },
      ],
    };
    return;
  }
};
