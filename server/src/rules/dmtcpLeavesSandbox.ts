import { parseEnvironment, spanIn } from '../submit/index.ts';
import type { Span, Submission } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { locatedValue } from './settings.ts';
import type { ShimCall } from './shimCall.ts';
import { pathOption } from './shimCall.ts';

interface Place extends Span {
  readonly what: string;
  readonly path: string;
}

const temporary = /^\/(?:tmp|var\/tmp|dev\/shm|scratch|local)(?:\/|$)/;

export const dmtcpLeavesSandbox: Rule = {
  code: 'dmtcp-leaves-sandbox',
  severity: 'warning',
  summary: 'Files of the shim or of DMTCP outside the sandbox.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim } of context.dmtcpJobs) {
      const places = [...(shim === undefined ? [] : optionPlaces(shim)), ...environmentPlaces(submission)];
      for (const { what, path, start, end } of places) {
        if (!path.startsWith('/') || path === '/dev/null') continue;
        const isTemporary = temporary.test(path);
        yield {
          start,
          end,
          severity: isTemporary ? 'warning' : 'information',
          message: `${what} is '${path}', outside the sandbox: it is not transferred, so it stays behind on the execute host${isTemporary ? '' : ' unless every host shares that directory'}. Give a name relative to the sandbox.`,
        };
      }
    }
  },
};

const optionPlaces = (shim: ShimCall): readonly Place[] =>
  (['log', 'stdout', 'stderr', 'ckptdir'] as const).flatMap((name) => {
    const word = pathOption(shim, name);
    return word === undefined
      ? []
      : [{ what: `--${name}`, path: word.text, start: word.start, end: word.end }];
  });

const environmentPlaces = (submission: Submission): readonly Place[] => {
  const environment = locatedValue(submission, 'environment');
  if (environment === undefined) return [];
  return parseEnvironment(environment.text).words.flatMap((word) => {
    const [, what = '', path = ''] =
      /^(DMTCP_TMPDIR|DMTCP_CHECKPOINT_DIR|DMTCP_LOG_FILE)=(.*)$/s.exec(word.text) ?? [];
    return what === '' ? [] : [{ what, path, ...spanIn(environment, word.start, word.end) }];
  });
};
