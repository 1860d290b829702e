import type { Command, Submission } from '../submit/index.ts';
import { parseVersion, readBoolean } from '../submit/index.ts';
import type { RuleContext } from './rule.ts';
import { checkedSetting, universeOf } from './settings.ts';

/** Given to the job as they are, or to nobody; found by comparing with condor_submit. */
const unread = new Set([
  'docker_send_credentials',
  'suspend_job_at_exec',
  'tasks_per_job',
  'transfer_executable',
]);

/** Whether condor_submit reads a command as the type that it has: some it reads for some jobs or releases only. */
export const isRead = (command: Command, submission: Submission, { dialect }: RuleContext): boolean => {
  const { name, universes, newerThan } = command;
  if (unread.has(name)) return false;
  const { major } = dialect.version;
  if (newerThan !== undefined && major <= (parseVersion(newerThan)?.major ?? 0)) return false;
  if (name.endsWith('EmptyFields')) return major < 25;
  if (/^Submit.*(?:Matches|Directories)$/.test(name)) {
    return submission.queue?.mode === 'matching' || submission.queue?.items.kind === 'file';
  }
  if (universes?.length !== 1) return true;
  if (name === 'WantNameTag') return universeOf(submission) === 'grid';
  if (universes[0] === 'parallel') return isParallel(submission);
  return universes[0] !== 'vm' || universeOf(submission) === 'vm';
};

/** Whether a job runs on several hosts. */
const isParallel = (submission: Submission): boolean => {
  const wanted = readBoolean(checkedSetting(submission, 'WantParallelScheduling')?.value ?? 'false');
  return universeOf(submission) === 'parallel' || (wanted.kind === 'value' && wanted.value);
};
