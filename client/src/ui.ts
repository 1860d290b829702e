/** Everything that speaks to a person: messages, questions, progress. The only file that shows messages. */
import * as vscode from 'vscode';
import type { SecretAnswer } from './keptSecrets.ts';
import { commandIds } from './names.ts';
import { UserError, type UserAction } from './userError.ts';

export interface Ui {
  readonly log: vscode.LogOutputChannel;
  /** Shows an error with its actions; "Show Log" is always there. Resolves when it has been dealt with. */
  showError(error: unknown): Promise<void>;
  showInformation(message: string, ...actions: readonly UserAction[]): void;
  showWarning(message: string, ...actions: readonly UserAction[]): void;
  /** A question that must be answered; undefined when it was dismissed. */
  ask<const T extends string>(message: string, detail: string, answers: readonly T[]): Promise<T | undefined>;
  /**
   * A secret typed by the person; undefined when dismissed. With `mayKeep`, a button lets them choose that it is kept;
   * nothing is kept without.
   */
  askSecret(question: {
    readonly title: string;
    readonly prompt: string;
    readonly mayKeep: boolean;
  }): Promise<SecretAnswer | undefined>;
  /** Text that may be seen while it is typed; undefined when dismissed. */
  askText(title: string, prompt: string): Promise<string | undefined>;
  withProgress<T>(
    title: string,
    run: (report: (message: string) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  dispose(): void;
}

export function createUi(): Ui {
  const log = vscode.window.createOutputChannel('DMTCP for HTCondor', { log: true });
  const offer = async (
    shown: Thenable<string | undefined>,
    actions: readonly UserAction[],
  ): Promise<void> => {
    const chosen = await shown;
    const action = actions.find((a) => a.title === chosen);
    if (action !== undefined)
      await vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
  };
  return {
    log,
    async showError(error) {
      const message = messageOf(error);
      log.error(isExpected(error) ? message : error instanceof Error ? error : message);
      const actions = [
        ...(error instanceof UserError ? error.actions : []),
        { title: 'Show Log', command: commandIds.showLog },
      ];
      await offer(vscode.window.showErrorMessage(message, ...actions.map((a) => a.title)), actions);
    },
    showInformation(message, ...actions) {
      log.info(message);
      void offer(vscode.window.showInformationMessage(message, ...actions.map((a) => a.title)), actions);
    },
    showWarning(message, ...actions) {
      log.warn(message);
      void offer(vscode.window.showWarningMessage(message, ...actions.map((a) => a.title)), actions);
    },
    async ask(message, detail, answers) {
      const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, ...answers);
      return answers.find((answer) => answer === chosen);
    },
    askSecret,
    askText: async (title, prompt) => vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true }),
    withProgress: async (title, run) =>
      vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        async (progress, token) => {
          const abort = new AbortController();
          const subscription = token.onCancellationRequested(() => abort.abort());
          try {
            return await run((message) => progress.report({ message }), abort.signal);
          } finally {
            subscription.dispose();
          }
        },
      ),
    dispose: () => log.dispose(),
  };
}

function askSecret({
  title,
  prompt,
  mayKeep,
}: Parameters<Ui['askSecret']>[0]): Promise<SecretAnswer | undefined> {
  const box = vscode.window.createInputBox();
  box.title = title;
  box.password = true;
  box.ignoreFocusOut = true;
  let keep = false;
  const show = (): void => {
    box.prompt = keep
      ? `${prompt} It will be kept in this editor’s secret storage.`
      : mayKeep
        ? `${prompt} It is not kept, unless you press the button above.`
        : prompt;
    if (!mayKeep) return;
    const icon = new vscode.ThemeIcon(keep ? 'check' : 'save');
    const tooltip = keep ? 'Do not keep it' : 'Keep it in this editor’s secret storage';
    box.buttons = [{ iconPath: icon, tooltip }];
  };
  show();
  return new Promise((resolve) => {
    box.onDidTriggerButton(() => {
      keep = !keep;
      show();
    });
    box.onDidAccept(() => {
      resolve({ text: box.value, keep });
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

/** Typed failures carry a `reason`; what has none and is no UserError was not foreseen. */
const isExpected = (error: unknown): boolean =>
  error instanceof UserError || (error instanceof Error && 'reason' in error);

function messageOf(error: unknown): string {
  if (isExpected(error)) return (error as Error).message;
  const text = error instanceof Error ? error.message : String(error);
  return `Something went wrong that should not have: ${text}. The log has the details; please report it.`;
}
