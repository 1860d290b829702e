import type { Statement } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';

export const statementWithoutEffect: Rule = {
  code: 'statement-without-effect',
  severity: 'warning',
  summary: 'Commands after the last queue statement.',
  check: function* (context): Iterable<Finding> {
    // Where nothing may follow the queue statement, text-after-queue tells.
    if (!context.dialect.textAfterQueue) return;
    const { statements } = context.file;
    let last = statements.length - 1;
    while (last >= 0 && !isQueue(statements[last])) last--;
    if (last < 0) return;
    for (const statement of statements.slice(last + 1)) {
      if (statement.kind !== 'assignment' || !statement.active) continue;
      yield {
        start: statement.key.start,
        end: statement.key.end,
        tag: 'unused',
        message: `No queue statement follows, so '${statement.key.text}' has no effect. Move it before the queue statement.`,
      };
    }
  },
};

const isQueue = (statement: Statement | undefined): boolean =>
  statement?.kind === 'queue' && statement.active;
