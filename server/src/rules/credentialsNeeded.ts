import type { Submission } from '../submit/index.ts';
import { readBoolean } from '../submit/index.ts';
import { isRead } from './isRead.ts';
import type { Finding, Rule } from './rule.ts';
import type { CheckedSetting } from './settings.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const credentialsNeeded: Rule = {
  code: 'credentials-needed',
  severity: 'information',
  summary: 'A job that can only be submitted where its credentials are.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      for (const [name, message] of needs) {
        const checked = checkedSetting(submission, name);
        if (checked === undefined || !isRead({ ...checked.setting.command, name: '' }, submission, context))
          continue;
        if (isWanted(name, checked, submission)) yield { ...valueSpan(checked.setting), message };
      }
    }
  },
};

const needs = [
  [
    'use_oauth_services',
    'condor_submit asks the credential daemon of the access point for these tokens, even for a dry run, and fails where there is none. The first time it prints a link to log in with.',
  ],
  [
    'use_scitokens',
    "condor_submit takes the token from the file that the variable BEARER_TOKEN_FILE names, and fails when it is not set. 'scitokens_file' names the file here.",
  ],
  [
    'use_x509userproxy',
    "condor_submit takes the proxy from the file that the variable X509_USER_PROXY names, else from /tmp/x509up_uUID of the access point, and fails when there is none or it has expired. 'x509userproxy' names the file here.",
  ],
  [
    'docker_send_credentials',
    'condor_submit reads ~/.docker/config.json of the access point, and fails when it is not there: run docker login on it first.',
  ],
] as const;

/** The commands that name the file, so that nothing else is looked for. */
const files: ReadonlyMap<string, string> = new Map([
  ['use_scitokens', 'scitokens_file'],
  ['use_x509userproxy', 'x509userproxy'],
]);

const isWanted = (
  name: (typeof needs)[number][0],
  { value }: CheckedSetting,
  submission: Submission,
): boolean => {
  if (name === 'use_oauth_services') return true;
  const wanted = readBoolean(value);
  if (wanted.kind !== 'value' || !wanted.value) return false;
  const file = files.get(name);
  return file === undefined || checkedSetting(submission, file) === undefined;
};
