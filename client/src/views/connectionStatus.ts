import * as vscode from 'vscode';
import type { AccessPoints } from '../commands/accessPoints.ts';
import { describeConnection, describeConnections } from '../describeConnection.ts';
import { commandIds } from '../names.ts';

/** The access point in use and the state of its connection, in the status bar; a click connects or chooses. */
export function createConnectionStatus(accessPoints: AccessPoints): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'dmtcpCondor.connection',
    vscode.StatusBarAlignment.Left,
    10,
  );
  item.name = 'HTCondor Access Point';
  item.command = commandIds.manageConnection;
  const show = (): void => {
    const name = accessPoints.currentName();
    const names = accessPoints.names();
    if (names.length === 0) {
      item.hide();
      return;
    }
    const points = names.map((one) => ({ name: one, state: accessPoints.stateOf(one) }));
    const { text, tooltip, level } =
      name === undefined
        ? describeConnections(points, Date.now())
        : describeConnection(name, accessPoints.stateOf(name), Date.now());
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: `HTCondor access point ${name ?? 'not chosen'}. ${tooltip}` };
    item.backgroundColor =
      level === 'normal' ? undefined : new vscode.ThemeColor(`statusBarItem.${level}Background`);
    item.show();
  };
  show();
  return vscode.Disposable.from(
    item,
    accessPoints.onDidChange(show),
    accessPoints.onDidChangeConnection(show),
  );
}
