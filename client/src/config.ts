/** Settings, command ids and context keys: each exists once in code, here. test/client/config.test.ts holds them against package.json. */
import * as vscode from 'vscode';

export const commandIds = {
  packageFiles: 'dmtcpCondor.packageFiles',
  submitJob: 'dmtcpCondor.submitJob',
  tailLogs: 'dmtcpCondor.tailLogs',
  vacateJob: 'dmtcpCondor.vacateJob',
  holdJob: 'dmtcpCondor.holdJob',
  releaseJob: 'dmtcpCondor.releaseJob',
  removeJob: 'dmtcpCondor.removeJob',
  fetchOutputs: 'dmtcpCondor.fetchOutputs',
  chooseAccessPoint: 'dmtcpCondor.chooseAccessPoint',
  refreshJobs: 'dmtcpCondor.refreshJobs',
  showLog: 'dmtcpCondor.showLog',
} as const;

export const viewIds = { jobs: 'dmtcpCondor.jobs' } as const;

export const contextKeys = { connected: 'dmtcpCondor.connected' } as const;

const section = 'dmtcpCondor';

/** An access point of the settings, decoded; file names still as written. */
export interface AccessPointSettings {
  readonly name: string;
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly identityFile?: string;
  readonly knownHostsFile?: string;
  readonly directory?: string;
}

/** The access points of the settings; entries that are none are left out (the settings editor underlines them). */
export function accessPoints(): readonly AccessPointSettings[] {
  return decodeAccessPoints(vscode.workspace.getConfiguration(section).get<unknown>('accessPoints'));
}

/** Root of the DMTCP installation to package; empty when it is to be found. */
export const dmtcpRoot = (): string => text('dmtcpRoot');

/** Milliseconds between two looks at the queue; at least 1000. */
export function queueIntervalMs(): number {
  const seconds = vscode.workspace.getConfiguration(section).get<unknown>('queueInterval');
  return (typeof seconds === 'number' && seconds >= 1 ? seconds : 5) * 1000;
}

/** Whether the outputs of an ended job are fetched without being asked for. */
export const fetchesOutputs = (): boolean => text('fetchOutputs') !== 'never';

function text(key: string): string {
  const value = vscode.workspace.getConfiguration(section).get<unknown>(key);
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
    return [{ name: field('name') ?? host, host, ...port, ...optional }];
  });
}
