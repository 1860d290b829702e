import { megabytes } from './checkpointTime.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const dmtcpRequestDisk: Rule = {
  code: 'dmtcp-request-disk',
  severity: 'warning',
  summary: 'A request_disk that has no room for the checkpoint images.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim, place } of context.dmtcpJobs) {
      const setting = checkedSetting(submission, 'request_disk')?.setting;
      if (setting === undefined) {
        if (shim === undefined) continue;
        yield {
          ...place,
          severity: 'hint',
          message:
            'Without request_disk, HTCondor counts the input files only; checkpoint images need about as much disk as the program has memory.',
        };
        continue;
      }
      const disk = megabytes(submission, 'request_disk');
      const memory = megabytes(submission, 'request_memory');
      if (disk === undefined || memory === undefined || disk >= memory) continue;
      yield {
        ...valueSpan(setting),
        message: `Checkpoint images are about as large as the memory of the program, ${inWords(memory)} by request_memory, and lie in the sandbox: expected more than that for request_disk, found ${inWords(disk)}. While a new image is written the old one is kept, so twice as much is safe.`,
      };
    }
  },
};

const inWords = (megabytesCount: number): string =>
  megabytesCount >= 1024
    ? `${Number((megabytesCount / 1024).toFixed(1))} GB`
    : `${Number(megabytesCount.toFixed(1))} MB`;
