/** What ssh_config files say of a host: the first value of an option counts, as ssh_config(5) has it. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { configLines, type ConfigLine } from './sshConfigLines.ts';
import { BadConfigLine, matchesHostLine, matchesMatchLine, type MatchFacts } from './sshConfigMatch.ts';
import { TransportError } from './transport.ts';

export interface ConfigFile {
  readonly name: string;
  /** Where Include looks for names that are not absolute. */
  readonly base: string;
  /** Files that name commands must be the user's own: as OpenSSH, those that others can write are refused. */
  readonly ownedBy?: number;
}

export interface ConfigQuery {
  /** As the user wrote it. */
  readonly host: string;
  /** From the settings; wins over the files. */
  readonly user?: string;
  readonly port?: number;
  readonly localUser: string;
  readonly home: string;
  readonly files: readonly ConfigFile[];
  /** Runs the command of a `Match exec`, its `%` tokens replaced: whether it ended with code 0. */
  readonly run: (command: string, config: SshConfig) => Promise<boolean>;
}

/** Option names in lower case to their words; IdentityFile has one word for each line. */
export type SshConfig = ReadonlyMap<string, readonly string[]>;

/** Options whose value is the rest of the line as it stands. */
const raw = new Set(['proxycommand', 'proxyjump', 'localcommand', 'remotecommand', 'knownhostscommand']);
/** Options that add up. */
const additive = new Set([
  'identityfile',
  'certificatefile',
  'sendenv',
  'setenv',
  'localforward',
  'remoteforward',
]);
const maxDepth = 16;

/** Reads the files, and once more where a `Match final` asks for it. Throws TransportError `fileFailed`. */
export async function readSshConfig(query: ConfigQuery): Promise<SshConfig> {
  const reader = new Reader(query);
  await reader.pass(false);
  if (reader.wantsFinalPass) await reader.pass(true);
  return reader.found;
}

/** HostName with its %h, else the host itself. */
export const hostNameOf = (config: SshConfig, host: string): string =>
  (config.get('hostname')?.[0] ?? host).replace(/%([%h])/g, (_, letter) => (letter === 'h' ? host : '%'));

class Reader {
  readonly found = new Map<string, readonly string[]>();
  wantsFinalPass = false;
  private finalPass = false;
  /** What Host lines are held against: what was asked for; in the final pass, the host name. */
  private host: string;

  constructor(private readonly query: ConfigQuery) {
    this.host = query.host;
    if (query.user !== undefined) this.found.set('user', [query.user]);
    if (query.port !== undefined) this.found.set('port', [String(query.port)]);
  }

  async pass(finalPass: boolean): Promise<void> {
    this.finalPass = finalPass;
    if (finalPass) {
      this.host = hostNameOf(this.found, this.query.host).toLowerCase();
      this.found.set('hostname', [this.host]);
    }
    for (const file of this.query.files) await this.read(file, { active: true, never: false, depth: 0 });
  }

  private async read(
    file: ConfigFile,
    how: { readonly active: boolean; readonly never: boolean; readonly depth: number },
  ): Promise<void> {
    const text = await textOf(file);
    let { active } = how;
    for (const line of configLines(text)) {
      try {
        if (line.keyword === 'host') {
          active = !how.never && matchesHostLine(required(line), this.host);
        } else if (line.keyword === 'match') {
          // Without a look at what it says where it cannot matter: it may name a command.
          active = !how.never && (await this.match(line.rest));
        } else if (line.keyword === 'include') {
          await this.include(file, required(line), { active, depth: how.depth + 1 });
        } else if (active) {
          this.set(line);
        }
      } catch (error) {
        if (!(error instanceof BadConfigLine)) throw error;
        throw new TransportError(
          'fileFailed',
          `${file.name}, line ${line.number} cannot be understood: ${error.message}. Correct it: ssh stops at this line, too.`,
          { cause: error },
        );
      }
    }
  }

  private async include(
    file: ConfigFile,
    patterns: readonly string[],
    how: { readonly active: boolean; readonly depth: number },
  ): Promise<void> {
    if (how.depth > maxDepth) throw new BadConfigLine(`more than ${maxDepth} files include one another`);
    for (const pattern of patterns) {
      const name = /^~[\\/]/.test(pattern) ? path.join(this.query.home, pattern.slice(2)) : pattern;
      for (const found of await glob(path.resolve(file.base, name))) {
        // Sections of an included file cannot reach further than the section that includes it.
        await this.read({ ...file, name: found }, { ...how, never: !how.active });
      }
    }
  }

  private async match(rest: string): Promise<boolean> {
    const { host, user, localUser, run } = this.query;
    const facts: MatchFacts = {
      host: hostNameOf(this.found, this.host),
      originalHost: host,
      user: user ?? this.found.get('user')?.[0] ?? localUser,
      localUser,
      tag: this.found.get('tag')?.[0] ?? '',
      finalPass: this.finalPass,
      run: (command) => run(command, this.found),
    };
    const { matches, wantsFinalPass } = await matchesMatchLine(rest, facts);
    this.wantsFinalPass ||= wantsFinalPass;
    return matches;
  }

  private set(line: ConfigLine): void {
    const { keyword } = line;
    const words = raw.has(keyword) ? [line.rest] : required(line);
    if (additive.has(keyword)) {
      const before = this.found.get(keyword) ?? [];
      // OpenSSH keeps a name once.
      if (!before.includes(words[0] ?? '')) this.found.set(keyword, [...before, words[0] ?? '']);
      return;
    }
    // Whichever of the two comes first rules the other out.
    if (keyword === 'proxyjump' && this.found.has('proxycommand')) return;
    const jump = this.found.get('proxyjump')?.[0]?.toLowerCase() ?? 'none';
    if (keyword === 'proxycommand' && jump !== 'none') return;
    if (!this.found.has(keyword)) this.found.set(keyword, words);
  }
}

function required({ keyword, words }: ConfigLine): readonly string[] {
  if (words === undefined) throw new BadConfigLine('a quote is not closed');
  if (words.length === 0) throw new BadConfigLine(`${keyword} needs a value`);
  return words;
}

/** '' for a file that does not exist. */
async function textOf({ name, ownedBy }: ConfigFile): Promise<string> {
  try {
    if (ownedBy !== undefined) {
      const { uid, mode } = await stat(name);
      if ((uid !== ownedBy && uid !== 0) || (mode & 0o022) !== 0) {
        throw new TransportError(
          'fileFailed',
          `${name} can be written by others, and it names programs that are run: expected a file of your own with mode 600, found mode ${(mode & 0o777).toString(8)} of user ${uid}. Run chmod 600 on it; ssh refuses it, too.`,
        );
      }
    }
    return await readFile(name, 'utf8');
  } catch (error) {
    if (error instanceof TransportError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return '';
    const why = error instanceof Error ? error.message : String(error);
    throw new TransportError('fileFailed', `${name} cannot be read: ${why}. Correct its permissions.`, {
      cause: error,
    });
  }
}

/** Names that a pattern with `*`, `?` and `[...]` in any of its parts stands for, sorted. */
async function glob(pattern: string): Promise<readonly string[]> {
  if (!/[*?[]/.test(pattern)) return [pattern];
  const parent = path.dirname(pattern);
  if (parent === pattern) return [pattern];
  const last = path.basename(pattern);
  const found = await Promise.all(
    (await glob(parent)).map(async (directory) => {
      if (!/[*?[]/.test(last)) return [path.join(directory, last)];
      const source = last.replace(/\[[^\]]+\]|[*?]|[.+^${}()|\\[\]]/g, (part) =>
        part === '*' ? '.*' : part === '?' ? '.' : part.length > 1 ? part.replace(/^\[!/, '[^') : `\\${part}`,
      );
      const whole = new RegExp(`^${source}$`, 's');
      const names = await readdir(directory).catch(() => []);
      return names
        .filter((name) => whole.test(name) && (last.startsWith('.') || !name.startsWith('.')))
        .map((name) => path.join(directory, name));
    }),
  );
  return found.flat().sort();
}
