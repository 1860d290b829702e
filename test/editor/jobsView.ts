/** What the jobs view, and the status bar, say of jobs and access points. */
import { until } from '../support/until.ts';
import type { Editor } from './editor.ts';

export const jobsView = 'HTCondor Jobs';

/** The row of the jobs view that begins with `start` and goes on as wanted, once there is one. */
export function rowIs(editor: Editor, start: string, wanted = /^/): Promise<string> {
  const rows = (): Promise<string[]> => editor.treeRows(jobsView);
  const isIt = (row: string): boolean => row.startsWith(start) && wanted.test(row.slice(start.length));
  return until(`the view has ${start}${wanted.source}`, async () => (await rows()).find(isIt), {
    timeoutMs: 60_000,
    describe: async () => (await rows()).join('\n'),
  });
}

/** Waits until an access point's entry in the status bar is as wanted. */
export function statusIs(editor: Editor, accessPoint: string, wanted: RegExp): Promise<boolean> {
  const status = async (): Promise<string> =>
    (await editor.statusBar()).find((text) => text.includes(accessPoint)) ?? 'nothing';
  return until(`the status bar says ${wanted.source}`, async () => wanted.test(await status()), {
    timeoutMs: 60_000,
    describe: status,
  });
}
