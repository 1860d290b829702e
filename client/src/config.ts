/** The settings, decoded. */
import * as vscode from 'vscode';
import { settings } from './names.ts';
import type { ExecuteHostWay } from './transport/executeHost.ts';

/** An access point of the settings, decoded; file names still as written. */
export interface AccessPointSettings {
  readonly name: string;
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly identityFile?: string;
  readonly knownHostsFile?: string;
  readonly directory?: string;
  /** How execute hosts are reached by SSH; not at all when left out. */
  readonly executeHosts?: ExecuteHostWay;
}

/** The access points of the settings; entries that are none are left out (the settings editor underlines them). */
export function accessPoints(): readonly AccessPointSettings[] {
  return decodeAccessPoints(
    vscode.workspace.getConfiguration(settings.section).get<unknown>(settings.accessPoints),
  );
}

/** Root of the DMTCP installation to package; empty when it is to be found. */
export const dmtcpRoot = (): string => text(settings.dmtcpRoot);

/** Milliseconds between two looks at the queue; at least 1000. */
export function queueIntervalMs(): number {
  const seconds = vscode.workspace.getConfiguration(settings.section).get<unknown>(settings.queueInterval);
  return (typeof seconds === 'number' && seconds >= 1 ? seconds : 5) * 1000;
}

/** Whether the outputs of an ended job are fetched without being asked for. */
export const fetchesOutputs = (): boolean => text(settings.fetchOutputs) !== 'never';

function text(key: string): string {
  const value = vscode.workspace.getConfiguration(settings.section).get<unknown>(key);
  return typeof value === 'string' ? value.trim() : '';
}

function decodeAccessPoints(value: unknown): readonly AccessPointSettings[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const fields = typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {};
    const field = (name: string): string | undefined => {
      const found = fields[name];
      return typeof found === 'string' && found.trim() !== '' ? found.trim() : undefined;
    };
    const host = field('host');
    if (host === undefined) return [];
    const optional = Object.fromEntries(
      (['user', 'identityFile', 'knownHostsFile', 'directory'] as const).flatMap((name) => {
        const found = field(name);
        return found === undefined ? [] : [[name, found]];
      }),
    );
    const port = typeof fields.port === 'number' ? { port: fields.port } : {};
    const way = (['jump', 'direct'] as const).find((one) => one === fields.executeHosts);
    const executeHosts = way === undefined ? {} : { executeHosts: way };
    return [{ name: field('name') ?? host, host, ...port, ...optional, ...executeHosts }];
  });
}
