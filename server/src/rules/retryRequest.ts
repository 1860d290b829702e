import { readSize } from '../submit/index.ts';
import { isRead } from './isRead.ts';
import type { RuleContext } from './rule.ts';
import type { CheckedSetting } from './settings.ts';
import { checkedSetting, universeOf } from './settings.ts';

/** Whether condor_submit looks at a retry_request_... command: only where there is a plain size to begin with. */
export const readsRetryRequest = ({ submission, setting }: CheckedSetting, context: RuleContext): boolean => {
  if (!isRead(setting.command, submission, context) || universeOf(submission) === 'grid') return false;
  const isDisk = setting.command.name === 'retry_request_disk';
  const request = checkedSetting(submission, isDisk ? 'request_disk' : 'request_memory');
  // Memory has a default, disk has none that counts here.
  return request === undefined ? !isDisk : !request.known || readSize(request.value) !== undefined;
};
