import * as vscode from 'vscode';
import type { AccessPoints } from '../commands/accessPoints.ts';
import { parseJobId } from '../condor/job.ts';
import { readSandboxFile } from '../condor/jobShell.ts';
import { notAnOption } from '../transport/shellQuote.ts';
import { UserError } from '../userError.ts';

/** A file elsewhere: on an access point, or in a job's sandbox. */
export interface RemoteFile {
  readonly accessPoint: string;
  /** "CLUSTER.PROC" for a file of its sandbox, `path` then relative to that. */
  readonly job?: string;
  readonly path: string;
}

const scheme = 'dmtcp-condor';
/** More of a file nobody reads in an editor. */
const maxBytes = 8 << 20;

/** The address of a document that shows a file read-only, as it is when it is opened. */
export const remoteFileUri = (file: RemoteFile): vscode.Uri =>
  vscode.Uri.from({
    scheme,
    // What the editor's tab shows.
    path: `/${file.path.replace(/^\/+/, '')}`,
    query: JSON.stringify(file),
  });

/** Shows the files of access points and sandboxes, read-only. */
export function registerRemoteFiles(accessPoints: AccessPoints): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async (uri) => {
      const file = decode(uri.query);
      const { transport } = await accessPoints.get(file.accessPoint);
      const id = file.job === undefined ? undefined : parseJobId(file.job);
      if (id !== undefined) return cut(await readSandboxFile(transport, id, { name: file.path, maxBytes }));
      const result = await transport.exec(['head', '-c', String(maxBytes), '--', notAnOption(file.path)]);
      if (result.code === 0) return cut(result.stdout);
      throw new UserError(`${file.path} on ${file.accessPoint} cannot be read: ${result.stderr.trim()}.`);
    },
  });
}

const cut = (text: string): string =>
  Buffer.byteLength(text) < maxBytes ? text : `${text}\n[only the first ${maxBytes >> 20} MiB are shown]\n`;

function decode(query: string): RemoteFile {
  const value: unknown = JSON.parse(query);
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const { accessPoint, job, path } = fields;
  if (typeof accessPoint !== 'string' || typeof path !== 'string')
    throw new UserError('This is no file of a job.');
  return { accessPoint, path, ...(typeof job === 'string' ? { job } : {}) };
}
