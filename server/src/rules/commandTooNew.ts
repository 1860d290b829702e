import { parseVersion } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { settingsOf } from './settings.ts';

export const commandTooNew: Rule = {
  code: 'command-too-new',
  severity: 'warning',
  summary: 'A command that the release of HTCondor does not know yet.',
  check: function* (context): Iterable<Finding> {
    const { major, minor } = context.dialect.version;
    for (const { setting } of settingsOf(context)) {
      const { command, assignment } = setting;
      const unknownTo = command.newerThan === undefined ? undefined : parseVersion(command.newerThan);
      if (unknownTo === undefined || major > unknownTo.major) continue;
      if (context.references.has(assignment.name)) continue;
      const { start, end, text } = assignment.key;
      const message = `HTCondor ${major}.${minor} does not know '${text}': it has no effect there. It came after ${unknownTo.major}.${unknownTo.minor}.`;
      yield { start, end, tag: 'unused', message };
    }
  },
};
