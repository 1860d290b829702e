/** Passwords and passphrases that a person chose to keep, in the editor's own secret storage. */

/** VS Code's SecretStorage. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/** Where the names of what is kept are remembered (never the secrets): a SecretStore cannot list its own. */
export interface KeyMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface AskedSecret {
  /** What it opens; the same words every time. */
  readonly key: string;
  /** What was given before was refused. */
  readonly again: boolean;
}

/** What a person answered. `keep` only when they said so. */
export interface SecretAnswer {
  readonly text: string;
  readonly keep: boolean;
}

const keysKey = 'keptSecrets';

export class KeptSecrets {
  constructor(
    private readonly store: SecretStore,
    private readonly memory: KeyMemory,
  ) {}

  /**
   * The secret that is kept, else what `ask` answers (undefined: nobody answered). One that was refused is deleted
   * before anybody is asked.
   */
  async answer(
    { key, again }: AskedSecret,
    ask: () => Promise<SecretAnswer | undefined>,
  ): Promise<string | undefined> {
    if (again) await this.forget(key);
    else {
      const kept = this.keys().includes(key) ? await this.store.get(key) : undefined;
      if (kept !== undefined) return kept;
    }
    const answer = await ask();
    if (answer?.keep === true) {
      await this.memory.update(keysKey, [...new Set([...this.keys(), key])]);
      await this.store.store(key, answer.text);
    }
    return answer?.text;
  }

  /** Deletes everything that is kept; how many secrets that were. */
  async forgetAll(): Promise<number> {
    const keys = this.keys();
    for (const key of keys) await this.store.delete(key);
    await this.memory.update(keysKey, []);
    return keys.length;
  }

  private async forget(key: string): Promise<void> {
    if (!this.keys().includes(key)) return;
    await this.store.delete(key);
    await this.memory.update(
      keysKey,
      this.keys().filter((one) => one !== key),
    );
  }

  private keys(): readonly string[] {
    const found = this.memory.get(keysKey);
    return Array.isArray(found) ? found.filter((key): key is string => typeof key === 'string') : [];
  }
}

/** Whether a server's question is for something that is good once only, so that keeping the answer makes no sense. */
export const isOneTimeQuestion = (text: string): boolean =>
  /\b(code|token|otp|totp|one.?time|verification|passcode|authenticator|duo|factor|option|push|response)\b/i.test(
    text,
  );
