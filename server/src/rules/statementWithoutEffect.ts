import type { Finding, Rule } from './rule.ts';

export const statementWithoutEffect: Rule = {
  code: 'statement-without-effect',
  severity: 'warning',
  summary: 'Commands after the last queue statement.',
  check: function* (context): Iterable<Finding> {
    // Where nothing may follow the queue statement, text-after-queue tells.
    if (!context.dialect.textAfterQueue) return;
    const { statements } = context.file;
    const queues = statements.filter((statement) => statement.kind === 'queue' && statement.active);
    const lastQueue = queues.at(-1);
    if (lastQueue === undefined) return;
    const last = statements.indexOf(lastQueue);
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
