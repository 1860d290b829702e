/** Whether a Host or Match line of an ssh_config file speaks of a host. */
import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { matchesPattern } from './patterns.ts';
import { splitWords } from './sshConfigLines.ts';

/** What is known of the host when a line is read; `%` tokens are for `exec`. */
export interface MatchFacts {
  /** As the line's own pass looks at it: HostName where one is known, else what was asked for. */
  readonly host: string;
  readonly originalHost: string;
  readonly user: string;
  readonly localUser: string;
  readonly tag: string;
  readonly finalPass: boolean;
  /** Runs a command in the user's shell: whether it ended with code 0. */
  readonly run: (command: string) => Promise<boolean>;
}

/** Thrown for a line that OpenSSH would refuse, too. */
export class BadConfigLine extends Error {}

/** `Host PATTERN...`: one pattern matches and none that is negated. Case counts, as it does for OpenSSH. */
export function matchesHostLine(patterns: readonly string[], host: string): boolean {
  let matched = false;
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) {
      if (matchesPattern(pattern.slice(1), host)) return false;
    } else matched ||= matchesPattern(pattern, host);
  }
  return matched;
}

/** `Match CRITERION...`: all of them hold. */
export async function matchesMatchLine(
  rest: string,
  facts: MatchFacts,
): Promise<{ readonly matches: boolean; readonly wantsFinalPass: boolean }> {
  const words = splitWords(rest);
  if (words === undefined) throw new BadConfigLine('a quote is not closed');
  let matches = true;
  let wantsFinalPass = false;
  let count = 0;
  for (let at = 0; at < words.length; at++) {
    const [, bang, written = '', joined] = /^(!?)([^=]*)(?:=([\s\S]*))?$/.exec(words[at] ?? '') ?? [];
    const negated = bang === '!';
    const name = written.toLowerCase();
    count++;
    if (name === 'all') {
      if (at + 1 < words.length || count > 2) throw new BadConfigLine('Match all stands alone');
      return { matches: matches && !negated, wantsFinalPass };
    }
    if (name === 'final' || name === 'canonical') {
      wantsFinalPass ||= name === 'final';
      matches &&= facts.finalPass !== negated;
      continue;
    }
    // `host=x` is `host x`.
    const value = joined ?? words[++at];
    if (value === undefined) throw new BadConfigLine(`Match ${name} needs a value`);
    // A command runs only where everything before it holds.
    if (name !== 'exec' || matches) matches = (await holds(name, value, facts)) !== negated && matches;
  }
  if (count === 0) throw new BadConfigLine('Match needs a criterion');
  return { matches, wantsFinalPass };
}

async function holds(name: string, value: string, facts: MatchFacts): Promise<boolean> {
  switch (name) {
    case 'host':
      return matchesList(value.toLowerCase(), facts.host);
    case 'originalhost':
      return matchesList(value.toLowerCase(), facts.originalHost);
    case 'user':
      return matchesList(value, facts.user);
    case 'localuser':
      return matchesList(value, facts.localUser);
    case 'tagged':
      return matchesList(value, facts.tag);
    case 'sessiontype':
      // Every session of this extension runs a command.
      return matchesList(value, 'exec');
    case 'localnetwork':
      return isOnNetwork(value);
    case 'exec':
      return facts.run(value);
    default:
      throw new BadConfigLine(`Match ${name} is not known`);
  }
}

/** Patterns with commas between them; a negated one that matches decides. */
function matchesList(patterns: string, text: string): boolean {
  return matchesHostLine(patterns.split(','), text);
}

function isOnNetwork(networks: string): boolean {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return networks.split(',').some((network) => {
    const [address = '', bits] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    const list = new BlockList();
    try {
      list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
    } catch {
      throw new BadConfigLine(`${network} is no network`);
    }
    return addresses.some(
      (one) => !one.internal && list.check(one.address, one.family === 'IPv6' ? 'ipv6' : 'ipv4'),
    );
  });
}
