import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { accessPoints as configured, type AccessPointSettings } from '../config.ts';
import { settings } from '../names.ts';
import { createLocalTransport } from '../transport/local.ts';
import { rememberHostKey } from '../transport/rememberHostKey.ts';
import { createSshTransport } from '../transport/ssh.ts';
import { resolveSshOptions } from '../transport/sshConfig.ts';
import type { Prompt, SshOptions, UnknownHostKey } from '../transport/sshOptions.ts';
import type { Transport } from '../transport/transport.ts';
import type { Ui } from '../ui.ts';
import { UserError } from '../userError.ts';

/** A machine with condor_submit, and the way to it. */
export interface AccessPoint {
  readonly name: string;
  readonly transport: Transport;
  /** Directory on it below which submit directories are uploaded; undefined: files are used where they are. */
  readonly uploadDirectory: string | undefined;
}

const thisMachine = 'this machine';
const chosenKey = 'accessPoint';

/** The access points of the settings, and this machine where it has condor_submit; one connection to each. */
export class AccessPoints {
  private readonly changed = new vscode.EventEmitter<void>();
  /** The choice or the settings changed: connections of before are closed. */
  readonly onDidChange = this.changed.event;
  private readonly open = new Map<string, Promise<AccessPoint>>();
  private readonly subscription: vscode.Disposable;
  private present = 0;

  constructor(
    private readonly ui: Ui,
    private readonly memory: vscode.Memento,
  ) {
    this.subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${settings.section}.${settings.accessPoints}`)) this.reset();
    });
  }

  /** Names to choose from. */
  names(): readonly string[] {
    return [...configured().map((a) => a.name), ...(hasCondorSubmit() ? [thisMachine] : [])];
  }

  /** The name in use without asking: the only one there is, or the one chosen before. */
  currentName(): string | undefined {
    const names = this.names();
    const chosen = this.memory.get<unknown>(chosenKey);
    return names.find((name) => name === chosen) ?? (names.length === 1 ? names[0] : undefined);
  }

  /** The access point in use; asks which when that is not clear. Throws UserError when there is none or none is chosen. */
  async current(): Promise<AccessPoint> {
    return this.get(this.currentName() ?? (await this.choose()));
  }

  /** Lets the person choose, and remembers it for this workspace. */
  async choose(): Promise<string> {
    const names = this.names();
    if (names.length === 0) {
      throw new UserError(
        'No access point is known: expected an entry in the setting dmtcpCondor.accessPoints, or condor_submit on this machine’s PATH, and found neither. Add the host that you log in to for submitting jobs.',
        [
          {
            title: 'Open Settings',
            command: 'workbench.action.openSettings',
            arguments: ['dmtcpCondor.accessPoints'],
          },
        ],
      );
    }
    const chosen = await vscode.window.showQuickPick([...names], {
      title: 'Access point',
      placeHolder: 'Where jobs are submitted',
    });
    if (chosen === undefined) throw new vscode.CancellationError();
    await this.memory.update(chosenKey, chosen);
    this.changed.fire();
    return chosen;
  }

  /**
   * Runs what a person waits for. Questions about keys and passwords are put meanwhile; at other times they count as
   * declined: nobody expects a dialog because the queue is looked at in the background.
   */
  async attended<T>(run: () => Promise<T>): Promise<T> {
    this.present++;
    try {
      return await run();
    } finally {
      this.present--;
    }
  }

  get(name: string): Promise<AccessPoint> {
    const known = this.open.get(name);
    if (known !== undefined) return known;
    const made = this.make(name);
    this.open.set(name, made);
    // A failed start is tried afresh the next time.
    made.catch(() => this.open.delete(name));
    return made;
  }

  dispose(): void {
    this.subscription.dispose();
    this.closeAll();
    this.changed.dispose();
  }

  private reset(): void {
    this.closeAll();
    this.changed.fire();
  }

  private closeAll(): void {
    for (const point of this.open.values()) {
      void point.then(
        (p) => p.transport.dispose(),
        () => undefined,
      );
    }
    this.open.clear();
  }

  private async make(name: string): Promise<AccessPoint> {
    const found = configured().find((a) => a.name === name);
    if (found === undefined) {
      return { name, transport: createLocalTransport(), uploadDirectory: undefined };
    }
    const options = await resolveSshOptions({
      host: found.host,
      ...(found.port === undefined ? {} : { port: found.port }),
      ...(found.user === undefined ? {} : { user: found.user }),
      ...(found.identityFile === undefined ? {} : { identityFile: fromHome(found.identityFile) }),
      ...(found.knownHostsFile === undefined ? {} : { knownHostsFile: fromHome(found.knownHostsFile) }),
    });
    const transport = createSshTransport({ ...options, name, ...this.questions(found) });
    transport.onDidChangeState((state) => {
      if (state.kind === 'reconnecting' || state.kind === 'failed')
        this.ui.log.warn(`${name}: ${state.error.message}`);
    });
    return { name, transport, uploadDirectory: found.directory ?? 'dmtcp-condor' };
  }

  /** What only a person can answer. Nothing of it is stored. */
  private questions(point: AccessPointSettings): Partial<SshOptions> {
    const { ui } = this;
    const ask = async <T>(question: () => Promise<T>): Promise<T | undefined> =>
      this.present > 0 ? question() : undefined;
    return {
      confirmUnknownHostKey: async (key) => (await ask(() => this.confirmHostKey(point, key))) ?? false,
      askPassphrase: (file, again) =>
        ask(() =>
          ui.askSecret(
            `Passphrase of ${file}`,
            again ? 'That was not the passphrase. Try again.' : point.name,
          ),
        ),
      askPassword: (who, again) =>
        ask(() =>
          ui.askSecret(`Password of ${who}`, again ? 'That was not accepted. Try again.' : point.name),
        ),
      askPrompts: ({ title, prompts }) => ask(() => askPrompts(`${point.name} asks: ${title}`, prompts)),
    };
  }

  private async confirmHostKey(point: AccessPointSettings, key: UnknownHostKey): Promise<boolean> {
    const answer = await this.ui.ask(
      `The host key of ${point.name} is not known. Is this the right machine?`,
      hostKeyDetail(key),
      ['Accept Once', 'Accept and Remember'],
    );
    if (answer === 'Accept and Remember') {
      const file = key.knownHostsFile ?? path.join(homedir(), '.ssh', 'known_hosts');
      await rememberHostKey(file, key.knownHostsLine);
    }
    return answer !== undefined;
  }
}

async function askPrompts(title: string, prompts: readonly Prompt[]): Promise<readonly string[] | undefined> {
  const answers: string[] = [];
  for (const prompt of prompts) {
    const answer = await vscode.window.showInputBox({
      title,
      prompt: prompt.text,
      password: !prompt.echo,
      ignoreFocusOut: true,
    });
    if (answer === undefined) return undefined;
    answers.push(answer);
  }
  return answers;
}

const hostKeyDetail = (key: UnknownHostKey): string =>
  [
    `${key.host}, port ${key.port}, shows a ${key.keyType} key with the fingerprint`,
    '',
    key.fingerprint,
    '',
    key.hasAuthority
      ? 'known_hosts trusts a certificate authority for this host (@cert-authority), but the host showed a key without a certificate that could be checked. Compare the fingerprint with the one that the site publishes.'
      : key.otherKnownTypes.length === 0
        ? 'No known_hosts file names this host. Compare the fingerprint with the one that the site publishes.'
        : `known_hosts has keys of this host, but of other types (${key.otherKnownTypes.join(', ')}). Compare the fingerprint with the one that the site publishes.`,
  ].join('\n');

const fromHome = (file: string): string =>
  file.startsWith('~/') ? path.join(homedir(), file.slice(2)) : file;

function hasCondorSubmit(): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((directory) => {
    if (directory === '') return false;
    try {
      accessSync(path.join(directory, 'condor_submit'), constants.X_OK);
      return true;
    } catch {
      return false; // Not in this directory: the usual case, not an error.
    }
  });
}
