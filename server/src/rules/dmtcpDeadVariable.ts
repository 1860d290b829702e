import { parseEnvironment, spanIn } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { locatedValue } from './settings.ts';

/** Variables that no DMTCP of today reads, and what took their place. */
const dead: ReadonlyMap<string, string> = new Map([
  ['DMTCP_PREFIX_ID', 'Nothing took its place; the shim keeps the jobs apart.'],
  ['DMTCP_PREFIX_PATH', 'Nothing took its place.'],
  ['DMTCP_HIJACK_LIB', 'dmtcp_launch finds libdmtcp.so by itself.'],
  ['DMTCP_HOST', 'The shim starts the coordinator of the job and knows where it is.'],
  ['DMTCP_PORT', 'The shim starts the coordinator of the job on a free port.'],
  ['DMTCP_ROOT', 'DMTCP never read it: give the shim --with-dmtcp DIR.'],
  ['DMTCP_DIR', 'DMTCP never read it: give the shim --with-dmtcp DIR.'],
]);

export const dmtcpDeadVariable: Rule = {
  code: 'dmtcp-dead-variable',
  severity: 'information',
  summary: 'An environment variable that DMTCP does not read any more.',
  check: function* (context): Iterable<Finding> {
    for (const { submission } of context.dmtcpJobs) {
      const environment = locatedValue(submission, 'environment');
      if (environment === undefined) continue;
      for (const word of parseEnvironment(environment.text).words) {
        const name = word.text.slice(0, word.text.indexOf('='));
        const advice = dead.get(name);
        if (advice === undefined) continue;
        yield {
          ...spanIn(environment, word.start, word.start + name.length),
          tag: 'deprecated',
          message: `No DMTCP of today reads '${name}'. ${advice}`,
        };
      }
    }
  },
};
