import type { Submission } from '../submit/index.ts';
import { readInteger, readSize } from '../submit/index.ts';
import { checkedSetting } from './settings.ts';

const megabytesOf: Readonly<Record<string, number>> = {
  K: 1 / 1024,
  M: 1,
  G: 1024,
  T: 1024 ** 2,
  P: 1024 ** 3,
};

/** A size command in megabytes; undefined when it is not given, an expression, or not known. */
export const megabytes = (
  submission: Submission,
  name: 'request_memory' | 'request_disk',
): number | undefined => {
  const setting = checkedSetting(submission, name);
  const size = setting?.known === true ? readSize(setting.value) : undefined;
  if (setting === undefined || size === undefined) return undefined;
  const unit = size.unit === '' ? (setting.setting.command.unit ?? 'MB').charAt(0) : size.unit;
  return size.number * (megabytesOf[unit] ?? 1);
};

/** Whole seconds of a command; undefined when it is not given or not a number. */
export const seconds = (submission: Submission, name: string): number | undefined => {
  const setting = checkedSetting(submission, name);
  const reading = setting?.known === true ? readInteger(setting.value) : undefined;
  return reading?.kind === 'value' ? reading.value : undefined;
};

/**
 * Seconds that a checkpoint of a program that fills request_memory takes, as measured with DMTCP 3 and 4 on an ordinary
 * disk: 15 s for a gigabyte, 5 s with DMTCP_GZIP=0. Undefined without request_memory.
 */
export const checkpointSeconds = (submission: Submission): number | undefined => {
  const memory = megabytes(submission, 'request_memory');
  if (memory === undefined) return undefined;
  const environment = checkedSetting(submission, 'environment')?.value ?? '';
  const perGigabyte = /\bDMTCP_GZIP=0/.test(environment) ? 5 : 15;
  return Math.ceil((memory / 1024) * perGigabyte);
};
