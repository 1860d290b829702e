import type { Finding, Rule } from './rule.ts';
import { checkedSetting, placeFor, universeOf } from './settings.ts';

const needed: ReadonlyMap<string, readonly string[]> = new Map([
  ['ec2', ['ec2_access_key_id', 'ec2_secret_access_key', 'ec2_ami_id']],
  ['gce', ['gce_image', 'gce_machine_type']],
  ['azure', ['azure_image', 'azure_location', 'azure_size', 'azure_admin_username', 'azure_admin_key']],
]);

export const missingCloudCommand: Rule = {
  code: 'missing-cloud-command',
  severity: 'error',
  summary: 'A cloud job without a command that its service needs.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      if (universeOf(submission) !== 'grid') continue;
      const service = checkedSetting(submission, 'grid_resource')?.value.split(/\s/)[0]?.toLowerCase() ?? '';
      const missing = (needed.get(service) ?? []).filter(
        (name) => checkedSetting(submission, name) === undefined,
      );
      const place = placeFor(submission, 'grid_resource');
      if (missing.length === 0 || place === undefined) continue;
      yield { ...place, message: `A job for ${service} needs ${missing.join(', ')} as well.` };
    }
  },
};
