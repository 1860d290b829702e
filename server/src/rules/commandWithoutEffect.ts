import type { Command, Setting, Submission } from '../submit/index.ts';
import { readBoolean } from '../submit/index.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { checkedSetting, universeOf } from './settings.ts';
import { alternatives } from './words.ts';

export const commandWithoutEffect: Rule = {
  code: 'command-without-effect',
  severity: 'warning',
  summary: 'A command that belongs to another universe, or to a command that is missing.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      if (submission.jobCount === 0 || checkedSetting(submission, 'universe')?.known === false) continue;
      for (const setting of submission.settings.values()) {
        const reason = reasonOf(setting, submission);
        if (reason === undefined || context.references.has(setting.assignment.name)) continue;
        const { start, end, text } = setting.assignment.key;
        yield { start, end, tag: 'unused', message: `'${text}' has no effect here: ${reason}` };
      }
    }
    yield* tokenFindings(context);
  },
};

/** Jobs of all universes can set these, whatever the catalog says about where they matter. */
const everywhere = new Set(['transfer_input', 'transfer_output', 'transfer_error']);
const owners = new Set(['grid', 'java', 'vm', 'parallel']);
const universes = new Set([...owners, 'vanilla', 'scheduler', 'local', 'docker', 'container']);

const reasonOf = ({ command, assignment }: Setting, submission: Submission): string | undefined => {
  if (assignment.stored === '') return undefined;
  const universe = universeOf(submission);
  if (command.usedWith?.every((name) => checkedSetting(submission, name) === undefined) === true)
    return `it belongs to ${alternatives(command.usedWith.slice(0, 2))}, which is not set.`;
  if (command.universes === undefined || !universes.has(universe) || everywhere.has(command.name))
    return undefined;
  if (isForContainers(command))
    return universe === 'vanilla' && !hasImage(submission)
      ? 'the job runs in no container. docker_image or container_image gives it one.'
      : undefined;
  const [owner, ...more] = command.universes;
  if (owner === undefined || more.length > 0 || !owners.has(owner) || owner === universe) return undefined;
  if (owner === 'parallel' && wantsParallel(submission)) return undefined;
  return `it belongs to jobs of the ${owner} universe, this is a ${universe} job.`;
};

const isForContainers = ({ name, universes: of }: Command): boolean =>
  of?.includes('container') === true && name !== 'docker_image' && name !== 'container_image';

const hasImage = (submission: Submission): boolean =>
  ['docker_image', 'container_image'].some((name) => checkedSetting(submission, name) !== undefined);

const wantsParallel = (submission: Submission): boolean => {
  const wanted = readBoolean(checkedSetting(submission, 'WantParallelScheduling')?.value ?? 'false');
  return wanted.kind !== 'value' || wanted.value;
};

/** What is said about tokens of services that the job does not ask for. */
const tokenFindings = function* ({ effective }: RuleContext): Iterable<Finding> {
  for (const { submission, assignment } of effective.families) {
    const service = /^(\w+?)_oauth_(?:permissions|resource)/.exec(assignment.name)?.[1];
    if (service === undefined || submission.jobCount === 0) continue;
    if (checkedSetting(submission, 'universe')?.known === false) continue;
    const asked = checkedSetting(submission, 'use_oauth_services');
    if (
      asked?.known === false ||
      asked?.value
        .toLowerCase()
        .split(/[\s,]+/)
        .includes(service) === true
    )
      continue;
    const { start, end, text } = assignment.key;
    const message = `'${text}' has no effect here: 'use_oauth_services' does not name '${service}'.`;
    yield { start, end, tag: 'unused', message };
  }
};
