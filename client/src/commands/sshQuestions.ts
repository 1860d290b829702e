/** What only a person can answer while a connection is opened: host keys, passphrases, passwords, codes. */
import { homedir } from 'node:os';
import path from 'node:path';
import type { KeptSecrets, SecretAnswer } from '../keptSecrets.ts';
import { isOneTimeQuestion } from '../keptSecrets.ts';
import { rememberHostKey } from '../transport/rememberHostKey.ts';
import type { PromptRequest, SshOptions, UnknownHostKey } from '../transport/sshOptions.ts';
import type { Ui } from '../ui.ts';

export interface QuestionsOptions {
  /** The access point, for people. */
  readonly name: string;
  readonly ui: Ui;
  readonly secrets: KeptSecrets;
  /** Whether somebody waits; else questions count as declined, and only what is kept is used. */
  readonly attended: () => boolean;
}

type Questions = Required<
  Pick<SshOptions, 'confirmUnknownHostKey' | 'askPassphrase' | 'askPassword' | 'askPrompts'>
>;

export function sshQuestions({ name, ui, secrets, attended }: QuestionsOptions): Questions {
  const secret = async (
    title: string,
    prompt: string,
    mayKeep: boolean,
  ): Promise<SecretAnswer | undefined> => (attended() ? ui.askSecret({ title, prompt, mayKeep }) : undefined);
  const hint = (again: boolean): string =>
    again ? 'That was not accepted. Try again.' : `To connect to ${name}.`;
  return {
    confirmUnknownHostKey: async (key) => attended() && (await confirmHostKey(ui, name, key)),
    askPassphrase: (file, again) =>
      secrets.answer({ key: `passphrase ${file}`, again }, () =>
        secret(`Passphrase of ${file}`, hint(again), true),
      ),
    askPassword: (who, again) =>
      secrets.answer({ key: `password ${who}`, again }, () =>
        secret(`Password of ${who}`, hint(again), true),
      ),
    askPrompts: async (request) => {
      const answers: string[] = [];
      for (const index of request.prompts.keys()) {
        const answer = await askPrompt(request, index);
        if (answer === undefined) return undefined;
        answers.push(answer);
      }
      return answers;
    },
  };

  async function askPrompt(request: PromptRequest, index: number): Promise<string | undefined> {
    const { who, title, prompts, again } = request;
    const prompt = prompts[index];
    if (prompt === undefined) return undefined;
    const step = prompts.length === 1 ? '' : ` (${index + 1} of ${prompts.length})`;
    const heading = `${who} asks${step}: ${title === '' ? prompt.text.trim() : title}`;
    const text = again ? `That was not accepted. ${prompt.text.trim()}` : prompt.text.trim();
    if (prompt.echo) return attended() ? ui.askText(heading, text) : undefined;
    const ask = (mayKeep: boolean): Promise<SecretAnswer | undefined> => secret(heading, text, mayKeep);
    if (isOneTimeQuestion(prompt.text)) return (await ask(false))?.text;
    return secrets.answer({ key: `prompt ${who} ${prompt.text.trim()}`, again }, () => ask(true));
  }
}

async function confirmHostKey(ui: Ui, name: string, key: UnknownHostKey): Promise<boolean> {
  const answer = await ui.ask(
    `The host key of ${name} is not known. Is this the right machine?`,
    hostKeyDetail(key),
    ['Accept Once', 'Accept and Remember'],
  );
  if (answer === 'Accept and Remember') {
    const file = key.knownHostsFile ?? path.join(homedir(), '.ssh', 'known_hosts');
    await rememberHostKey(file, key.knownHostsLine);
  }
  return answer !== undefined;
}

function hostKeyDetail(key: UnknownHostKey): string {
  const why = key.hasAuthority
    ? 'known_hosts trusts a certificate authority for this host (@cert-authority), but the host showed a plain key.'
    : key.otherKnownTypes.length === 0
      ? 'No known_hosts file names this host.'
      : `known_hosts has keys of this host, but of other types (${key.otherKnownTypes.join(', ')}).`;
  return [
    `${key.host}, port ${key.port}, shows a ${key.keyType} key with the fingerprint`,
    '',
    key.fingerprint,
    '',
    `${why} Compare the fingerprint with the one that the site publishes.`,
  ].join('\n');
}
