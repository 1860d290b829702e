import type { Submission } from '../submit/index.ts';
import { readBoolean } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import type { CheckedSetting } from './settings.ts';
import {
  checkedSetting,
  keepsOutputAtEviction,
  transfersNothing,
  valueSpan,
  writtenName,
} from './settings.ts';

export const transferContradiction: Rule = {
  code: 'transfer-contradiction',
  severity: 'error',
  summary: 'File transfer commands that contradict should_transfer_files.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const should = checkedSetting(submission, 'should_transfer_files');
      if (should?.value.toUpperCase() === 'IF_NEEDED') yield* withIfNeeded(submission);
      if (should !== undefined && transfersNothing(submission)) yield* withNo(submission, should);
    }
  },
};

const withIfNeeded = function* (submission: Submission): Iterable<Finding> {
  const when = checkedSetting(submission, 'when_to_transfer_output');
  const should = checkedSetting(submission, 'should_transfer_files');
  if (when === undefined || should === undefined || keepsOutputAtEviction(submission) !== true) return;
  yield {
    ...valueSpan(when.setting),
    message:
      'ON_EXIT_OR_EVICT needs files to be transferred in any case: expected should_transfer_files = YES, found IF_NEEDED.',
    fixes: [replacement('Set should_transfer_files to YES', valueSpan(should.setting), 'YES')],
  };
};

const lists = ['when_to_transfer_output', 'transfer_input_files', 'transfer_output_files'];

/** Given on purpose: without the command, the executable is only transferred where files are. */
const transfersExecutable = (submission: Submission): CheckedSetting | undefined => {
  const transfer = checkedSetting(submission, 'transfer_executable');
  const reading = transfer?.known === true ? readBoolean(transfer.value) : undefined;
  return reading?.kind === 'value' && reading.value ? transfer : undefined;
};

const withNo = function* (submission: Submission, should: CheckedSetting): Iterable<Finding> {
  const settings = lists.map((name) => checkedSetting(submission, name));
  for (const list of [...settings, transfersExecutable(submission)]) {
    if (list === undefined) continue;
    const { key } = list.setting.assignment;
    yield {
      start: key.start,
      end: key.end,
      message: `'${writtenName(list.setting)}' contradicts should_transfer_files = ${should.value}, with which nothing is transferred.`,
      fixes: [replacement('Set should_transfer_files to YES', valueSpan(should.setting), 'YES')],
    };
  }
};
