/** Logging in: which proofs are offered, in which order, and what is said when none was good enough. */
import { readFile } from 'node:fs/promises';
import type * as ssh2 from 'ssh2';
import type { AnyAuthMethod, ParsedKey, Prompt as Ssh2Prompt } from 'ssh2';
import { fileKeysOfAgent } from './sshAgent.ts';
import type { AuthMethod, SshOptions } from './sshOptions.ts';
import { TransportError } from './transport.ts';

/** ssh2, which is loaded when a connection is opened. */
export type Ssh2 = Pick<typeof ssh2, 'utils' | 'createAgent' | 'BaseAgent'>;

type WithoutUser<T> = T extends unknown ? Omit<T, 'username'> : never;
/** A proof; the user's name is added to each at the end. */
type Proof = WithoutUser<AnyAuthMethod>;

/** One proof to offer; `make` resolves to undefined where it turns out that there is none. */
interface Candidate {
  readonly method: AuthMethod;
  readonly label: string;
  readonly make: () => Promise<Proof | undefined>;
}

/** How often a password, a passphrase or a set of questions is tried. */
const maxTries = 3;

/** A private key file that was read; encrypted where it needs a passphrase. */
interface KeyFile {
  readonly name: string;
  readonly data: Buffer;
  readonly encrypted: boolean;
}

/** The proofs of one login, offered one after the other. */
export class Login {
  private readonly tried: string[] = [];
  private readonly problems: TransportError[] = [];
  /** Proofs that were good, but not enough: the server wants another one besides. */
  private readonly passed: string[] = [];
  private accepted: readonly string[] = [];
  private readonly queue: Candidate[];
  private askedNone = false;
  private gaveUp = false;
  /** Whether a person was asked for something else than a key's passphrase. */
  private typed = false;

  private constructor(
    private readonly options: SshOptions,
    private readonly ssh2: Ssh2,
    keys: readonly KeyFile[],
    private readonly asking: <T>(question: () => Promise<T>) => Promise<T>,
  ) {
    this.queue = this.plan(keys);
  }

  /**
   * Reads the key files. `asking` is around every question to a person (it stops the clock).
   * Rejects with `keyUnreadable` for a key that the user named and that is not there or is none.
   */
  static async prepare(
    options: SshOptions,
    ssh2: Ssh2,
    asking: <T>(question: () => Promise<T>) => Promise<T>,
  ): Promise<Login> {
    const named = await Promise.all((options.privateKeyFiles ?? []).map((file) => readKeyFile(file)));
    const others = await Promise.all(
      (options.defaultKeyFiles ?? []).map((file) => readKeyFile(file).catch(() => undefined)),
    );
    const keys = [...named, ...others.filter((key) => key !== undefined)];
    return new Login(options, ssh2, keys, asking);
  }

  /**
   * The next proof for a server that still takes `methods` (null: not known yet); undefined when none is left.
   * `partial`: the last one was good, and the server wants another one of `methods`.
   */
  async next(methods: readonly string[] | null, partial: boolean | null): Promise<AnyAuthMethod | undefined> {
    if (!this.askedNone) {
      this.askedNone = true;
      // RFC 4252, 5.2: the answer to "none" lists what the server takes.
      return this.withUser({ type: 'none' });
    }
    if (partial === true) this.passed.push(this.tried.pop() ?? 'nothing');
    this.accepted = methods ?? [];
    while (!this.gaveUp) {
      // What the server does not take now, it may want after another proof.
      const index = this.queue.findIndex((one) => this.accepted.includes(one.method));
      const [candidate] = index < 0 ? [] : this.queue.splice(index, 1);
      if (candidate === undefined) return undefined;
      const proof = await candidate.make();
      if (proof === undefined) continue;
      this.tried.push(candidate.label);
      this.typed ||= candidate.method !== 'publickey';
      return this.withUser(proof);
    }
    return undefined;
  }

  /** What to tell when the server has refused everything. */
  failure(): TransportError {
    const who = `${this.options.user}@${this.options.host}`;
    if (this.gaveUp) {
      return new TransportError(
        'cancelled',
        `The login to ${who} was given up: it needs an answer that nobody gave. Connect again to be asked.`,
      );
    }
    const [problem] = this.problems;
    if (this.tried.length === 0 && this.passed.length === 0 && problem !== undefined) return problem;
    const takes = this.accepted.length === 0 ? 'nothing that is known' : this.accepted.join(', ');
    const passed = this.passed.length === 0 ? '' : ` It took ${this.passed.join(', ')}, and wants more.`;
    const tried =
      this.tried.length === 0 ? 'Nothing could be offered' : `Offered: ${counted(this.tried).join(', ')}`;
    const more = this.problems.map((error) => ` ${error.message}`).join('');
    return new TransportError(
      'authenticationFailed',
      `${who} was not let in.${passed} The server takes: ${takes}. ${tried}.${more} ` + this.advice(),
    );
  }

  private advice(): string {
    if (this.passed.length > 0)
      return 'Check the second factor (a code may have run out), and connect again.';
    return this.typed
      ? 'Check the user name and what was typed (a code may have run out), and connect again.'
      : 'Check the user name and the key, that the public key is in authorized_keys there, or start an agent.';
  }

  private plan(keys: readonly KeyFile[]): Candidate[] {
    const key = (file: KeyFile): Candidate => ({
      method: 'publickey',
      label: `key ${file.name}`,
      make: () => this.unlock(file),
    });
    const { agent, askPrompts, askPassword, asksNothing } = this.options;
    const agentCandidate: Candidate[] =
      agent === undefined
        ? []
        : [{ method: 'publickey', label: `the agent's keys (${agent})`, make: () => this.fromAgent(agent) }];
    const repeat = (candidate: (again: boolean) => Candidate): Candidate[] =>
      Array.from({ length: maxTries }, (_, index) => candidate(index > 0));
    const silent = asksNothing === true;
    const candidates: Readonly<Record<AuthMethod, readonly Candidate[]>> = {
      publickey: [
        ...keys.filter((file) => !file.encrypted).map(key),
        // Before the encrypted files: the agent often holds the same keys, and then nobody has to be asked.
        ...agentCandidate,
        ...keys.filter((file) => file.encrypted && !silent).map(key),
      ],
      'keyboard-interactive':
        askPrompts === undefined || silent ? [] : repeat((again) => this.questions(again)),
      password: askPassword === undefined || silent ? [] : repeat((again) => this.password(again)),
    };
    const methods = this.options.methods ?? ['publickey', 'keyboard-interactive', 'password'];
    return methods.flatMap((method) => candidates[method]);
  }

  private async fromAgent(agent: string): Promise<Proof> {
    if (this.options.agentKeysOfFilesOnly !== true) return { type: 'agent', agent };
    const { privateKeyFiles = [], defaultKeyFiles = [] } = this.options;
    const files = [...privateKeyFiles, ...defaultKeyFiles];
    return { type: 'agent', agent: await fileKeysOfAgent(this.ssh2, agent, files) };
  }

  private async unlock(file: KeyFile): Promise<Proof | undefined> {
    for (let attempt = 0; attempt < maxTries; attempt++) {
      const ask = this.options.askPassphrase;
      const passphrase =
        file.encrypted && ask !== undefined
          ? await this.asking(() => ask(file.name, attempt > 0))
          : undefined;
      if (file.encrypted && passphrase === undefined) {
        this.problems.push(unreadable(file.name, 'is encrypted and no passphrase was given'));
        return undefined;
      }
      const parsed = this.ssh2.utils.parseKey(file.data, passphrase);
      const key = Array.isArray(parsed) ? (parsed[0] as ParsedKey | undefined) : parsed;
      if (key !== undefined && !(key instanceof Error)) return { type: 'publickey', key };
      if (!file.encrypted) {
        this.problems.push(unreadable(file.name, `is no private key that can be used (${String(key)})`));
        return undefined;
      }
    }
    this.problems.push(unreadable(file.name, `was not opened by ${maxTries} passphrases`));
    return undefined;
  }

  private questions(again: boolean): Candidate {
    const who = `${this.options.user}@${this.options.host}`;
    const answer = (title: string, prompts: readonly Ssh2Prompt[]): Promise<readonly string[] | undefined> =>
      this.asking(
        async () =>
          await this.options.askPrompts?.({
            who,
            title,
            prompts: prompts.map((prompt) => ({ text: prompt.prompt, echo: prompt.echo ?? false })),
            again,
          }),
      );
    const prompt = (
      name: string,
      instructions: string,
      _language: string,
      prompts: readonly Ssh2Prompt[],
      finish: (answers: string[]) => void,
    ): void => {
      const title = [name, instructions].filter((text) => text.trim() !== '').join(' ');
      answer(title, prompts).then(
        (answers) => {
          if (answers === undefined) this.gaveUp = true;
          finish([...(answers ?? prompts.map(() => ''))]);
        },
        () => {
          this.gaveUp = true;
          finish(prompts.map(() => ''));
        },
      );
    };
    return {
      method: 'keyboard-interactive',
      label: 'answers to its questions',
      make: () => Promise.resolve({ type: 'keyboard-interactive', prompt }),
    };
  }

  private password(again: boolean): Candidate {
    const make = async (): Promise<Proof | undefined> => {
      const who = `${this.options.user}@${this.options.host}`;
      const password = await this.asking(async () => await this.options.askPassword?.(who, again));
      if (password === undefined) {
        this.gaveUp = true;
        return undefined;
      }
      return { type: 'password', password };
    };
    return { method: 'password', label: 'a password', make };
  }

  private withUser(proof: Proof): AnyAuthMethod {
    return { ...proof, username: this.options.user };
  }
}

/** Each once, with how often it is there. */
const counted = (labels: readonly string[]): readonly string[] =>
  [...new Set(labels)].map((label) => {
    const times = labels.filter((one) => one === label).length;
    return times === 1 ? label : `${label} (${times} times)`;
  });

async function readKeyFile(name: string): Promise<KeyFile> {
  let data: Buffer;
  try {
    data = await readFile(name);
  } catch (error) {
    throw unreadable(
      name,
      `cannot be read (${error instanceof Error ? error.message : String(error)})`,
      error,
    );
  }
  const text = data.toString('latin1');
  if (!/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----|^PuTTY-User-Key-File-/.test(text)) {
    const isPublic = /^(ssh-|ecdsa-)/.test(text);
    throw unreadable(name, isPublic ? 'is a public key; the private one is needed' : 'holds no private key');
  }
  return { name, data, encrypted: isEncrypted(text) };
}

/** Whether a private key file needs a passphrase, in each of the forms that OpenSSH, OpenSSL and PuTTY write. */
export function isEncrypted(text: string): boolean {
  if (/^Proc-Type: 4,ENCRYPTED/m.test(text) || text.includes('BEGIN ENCRYPTED PRIVATE KEY')) return true;
  if (text.startsWith('PuTTY-User-Key-File-')) return !/^Encryption: none\s*$/m.test(text);
  const openssh = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(text);
  if (openssh === null) return false;
  const bytes = Buffer.from(openssh[1] ?? '', 'base64');
  // "openssh-key-v1\0", then the cipher's name as an SSH string (PROTOCOL.key).
  const magic = 15;
  if (bytes.length < magic + 4) return false;
  const length = bytes.readUInt32BE(magic);
  return bytes.subarray(magic + 4, magic + 4 + length).toString('latin1') !== 'none';
}

const unreadable = (name: string, what: string, cause?: unknown): TransportError =>
  new TransportError(
    'keyUnreadable',
    `The private key ${name} ${what}. Name another key, or correct the file.`,
    { cause },
  );
