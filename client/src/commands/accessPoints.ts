import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { accessPoints as configured } from '../config.ts';
import { settings } from '../names.ts';
import { ExecuteHosts } from '../logs/executeHosts.ts';
import { executeHostOptions } from '../transport/executeHost.ts';
import { createLocalTransport } from '../transport/local.ts';
import { createSshTransport } from '../transport/ssh.ts';
import { resolveSshOptions } from '../transport/sshConfig.ts';
import type { ConnectionState, Transport } from '../transport/transport.ts';
import type { KeptSecrets } from '../keptSecrets.ts';
import type { Ui } from '../ui.ts';
import { UserError } from '../userError.ts';
import { sshQuestions } from './sshQuestions.ts';

/** A machine with condor_submit, and the way to it. */
export interface AccessPoint {
  readonly name: string;
  readonly transport: Transport;
  /** Directory on it below which submit directories are uploaded; undefined: files are used where they are. */
  readonly uploadDirectory: string | undefined;
  /** Where the settings let execute hosts be reached by SSH. */
  readonly executeHosts: ExecuteHosts | undefined;
}

const thisMachine = 'this machine';
const chosenKey = 'accessPoint';

/** The access points of the settings, and this machine where it has condor_submit; one connection to each. */
export class AccessPoints {
  private readonly changed = new vscode.EventEmitter<void>();
  /** The choice or the settings changed: connections of before are closed. */
  readonly onDidChange = this.changed.event;
  private readonly connectionChanged = new vscode.EventEmitter<string>();
  /** The state of the connection to the access point of this name changed. */
  readonly onDidChangeConnection = this.connectionChanged.event;
  private readonly open = new Map<string, Promise<AccessPoint>>();
  private readonly states = new Map<string, ConnectionState>();
  private readonly subscription: vscode.Disposable;
  private present = 0;

  constructor(
    private readonly ui: Ui,
    private readonly memory: vscode.Memento,
    private readonly secrets: KeptSecrets,
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

  /** This machine, where it has condor_submit. */
  async local(): Promise<AccessPoint | undefined> {
    return hasCondorSubmit() ? this.get(thisMachine) : undefined;
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
    // Made after it is known here: what it tells of its state makes others ask for it again.
    const made = Promise.resolve().then(() => this.make(name));
    this.open.set(name, made);
    // A failed start is tried afresh the next time.
    made.catch(() => this.open.delete(name));
    return made;
  }

  /** The state of the connection to an access point; `idle` where nothing has asked for it. */
  stateOf(name: string): ConnectionState {
    return this.states.get(name) ?? { kind: 'idle' };
  }

  /**
   * For a click on the state: connects now where that helps, else, or when another access point is wanted, lets the
   * person choose one. Rejects with what keeps it from being connected.
   */
  async manage(): Promise<void> {
    const name = this.currentName();
    const state = name === undefined ? undefined : this.stateOf(name);
    if (name === undefined || state?.kind === 'connected') {
      await this.choose();
      return;
    }
    const connect = { label: `$(sync) Connect to ${name} now`, detail: detailOf(state) };
    const other = { label: '$(list-selection) Choose another access point' };
    const chosen = await vscode.window.showQuickPick(this.names().length > 1 ? [connect, other] : [connect], {
      title: 'Connection',
    });
    if (chosen === other) await this.choose();
    if (chosen === connect) await (await this.get(name)).transport.connect();
  }

  dispose(): void {
    this.subscription.dispose();
    this.closeAll();
    this.changed.dispose();
    this.connectionChanged.dispose();
  }

  private tell(name: string, state: ConnectionState): void {
    this.states.set(name, state);
    this.connectionChanged.fire(name);
  }

  private reset(): void {
    this.closeAll();
    this.changed.fire();
  }

  private closeAll(): void {
    for (const point of this.open.values()) {
      void point.then(
        (p) => {
          p.executeHosts?.dispose();
          p.transport.dispose();
        },
        () => undefined,
      );
    }
    this.open.clear();
    this.states.clear();
  }

  private async make(name: string): Promise<AccessPoint> {
    const found = configured().find((a) => a.name === name);
    if (found === undefined && name !== thisMachine)
      throw new UserError(
        `“${name}” is no access point any more: expected its entry in the setting dmtcpCondor.accessPoints. Add it there, or choose another access point.`,
      );
    if (found === undefined) {
      const transport = createLocalTransport();
      this.tell(name, transport.state);
      return { name, transport, uploadDirectory: undefined, executeHosts: undefined };
    }
    const files = {
      ...(found.identityFile === undefined ? {} : { identityFile: found.identityFile }),
      ...(found.knownHostsFile === undefined ? {} : { knownHostsFile: found.knownHostsFile }),
    };
    const options = await resolveSshOptions({
      host: found.host,
      ...(found.port === undefined ? {} : { port: found.port }),
      ...(found.user === undefined ? {} : { user: found.user }),
      ...files,
    });
    const attended = (): boolean => this.present > 0;
    const questions = sshQuestions({ name, ui: this.ui, secrets: this.secrets, attended });
    const transport = createSshTransport({ ...options, name, ...questions });
    transport.onDidChangeState((state) => {
      if (state.kind === 'reconnecting' || state.kind === 'failed')
        this.ui.log.warn(`${name}: ${state.error.message}`);
      this.tell(name, state);
    });
    const way = found.executeHosts;
    const connect = async (machine: string): Promise<Transport> => {
      const of = { way: way ?? 'jump', user: options.user, forward: transport.forward, ...files };
      const own = await executeHostOptions(machine, of);
      const asking = {
        name: `${machine} (execute host of ${name})`,
        ui: this.ui,
        secrets: this.secrets,
        attended,
      };
      return createSshTransport({ ...own, ...sshQuestions(asking) });
    };
    return {
      name,
      transport,
      uploadDirectory: found.directory ?? 'dmtcp-condor',
      executeHosts: way === undefined ? undefined : new ExecuteHosts(connect),
    };
  }
}

const detailOf = (state: ConnectionState | undefined): string =>
  state?.kind === 'failed' || state?.kind === 'reconnecting' ? state.error.message : '';

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
