import { setCommand } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

/** Universes in which nothing is evicted with its files, and why. */
const without: ReadonlyMap<string, string> = new Map([
  ['scheduler', 'runs jobs on the access point itself, which does not evict them'],
  ['7', 'runs jobs on the access point itself, which does not evict them'],
  ['local', 'runs jobs on the access point itself, which does not evict them'],
  ['12', 'runs jobs on the access point itself, which does not evict them'],
  ['grid', 'hands jobs over to another system, which sends no kill_sig'],
  ['9', 'hands jobs over to another system, which sends no kill_sig'],
  ['parallel', 'starts programs on several hosts, of which the shim sees one'],
  ['11', 'starts programs on several hosts, of which the shim sees one'],
  ['java', 'runs a class in a Java virtual machine, not the shim'],
  ['10', 'runs a class in a Java virtual machine, not the shim'],
  ['vm', 'runs a virtual machine, not the shim'],
  ['13', 'runs a virtual machine, not the shim'],
]);

export const dmtcpUniverse: Rule = {
  code: 'dmtcp-universe',
  severity: 'warning',
  summary: 'A DMTCP job in a universe where nothing can be checkpointed.',
  check: function* (context): Iterable<Finding> {
    for (const { submission } of context.dmtcpJobs) {
      const universe = checkedSetting(submission, 'universe');
      const reason = universe === undefined ? undefined : without.get(universe.value.toLowerCase());
      if (universe === undefined || reason === undefined) continue;
      yield {
        ...valueSpan(universe.setting),
        message: `The ${universe.value} universe ${reason}: expected vanilla for a job under DMTCP.`,
        fixes: [setCommand(context, submission, 'universe', 'vanilla')],
      };
    }
  },
};
