import { partsOf } from '../submit/index.ts';
import { addToList } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, keepsOutputAtEviction, locatedValue, valueSpan } from './settings.ts';
import { alternatives } from './words.ts';

export const checkpointLeftBehind: Rule = {
  code: 'checkpoint-left-behind',
  severity: 'warning',
  summary: 'A transfer_output_files without the files of the checkpoint.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const checkpoint = locatedValue(submission, 'transfer_checkpoint_files');
      const outputs = locatedValue(submission, 'transfer_output_files');
      const setting = checkedSetting(submission, 'transfer_output_files')?.setting;
      if (checkpoint === undefined || outputs === undefined || setting === undefined) continue;
      if (keepsOutputAtEviction(submission) !== true) continue;
      // Jobs under shim_dmtcp have a rule of their own, which knows more.
      if (context.dmtcpJobs.some((job) => job.submission === submission && job.shim !== undefined)) continue;
      const listed = partsOf(outputs, ',').map(({ text }) => plain(text));
      if (listed.includes('.')) continue;
      const missing = partsOf(checkpoint, ',').filter(
        // A directory has what is in it.
        ({ text }) => !listed.some((item) => `${plain(text)}/`.startsWith(`${item}/`)),
      );
      if (missing.length === 0) continue;
      const names = missing.map(({ text }) => text);
      yield {
        ...valueSpan(setting),
        message: `At an eviction what is listed here travels, not transfer_checkpoint_files: without ${alternatives(names).replace(' or ', ' and ')} the job goes on from its last planned checkpoint, or from the beginning.`,
        fixes: [addToList(context, submission, 'transfer_output_files', names)],
      };
    }
  },
};

const plain = (path: string): string => path.replace(/^(?:\.\/+)+(?=.)/, '').replace(/(.)\/+$/, '$1');
