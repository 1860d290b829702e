/** The main job of the product, driven as a user would in a real editor, over a real sshd, on a real pool. */
import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Pool } from '../pool/pool.ts';
import { until } from '../support/until.ts';
import type { Editor } from './editor.ts';
import { rowIs } from './jobsView.ts';
import { poolSettings } from './poolJobs.ts';
import type { EditorSession } from './session.ts';

export interface JourneyOptions {
  readonly pool: Pool;
  /** A DMTCP installation: the stand-in, or a real one. */
  readonly dmtcpRoot: string;
  /** The counter of test/standin, compiled. */
  readonly counter: string;
  /** Numbers that the job prints, 250 ms apart. */
  readonly numbers: number;
  /** Told what a user sees, as it happens. */
  readonly say: (text: string) => void;
}

export interface JourneyResult {
  readonly jobId: string;
  readonly verdict: string;
  /** What the program printed, as it came back beside the submit file. */
  readonly output: readonly string[];
  /** What the log pane showed of it. */
  readonly shown: readonly string[];
}

const packageTitle = 'DMTCP: Package Shim and DMTCP into Submit Directory';

/** A submit file with two mistakes in it: a misspelt command, and no queue statement. */
const submitFile = (numbers: number): string => `# A counter that survives every eviction.
exectuable              = shim_dmtcp
arguments               = "--log shim.$(Cluster).$(Process).log --stdout foo.$(Cluster).$(Process).out --stderr foo.$(Cluster).$(Process).err ./foo ${numbers} 250"

should_transfer_files   = YES
when_to_transfer_output =
transfer_input_files    = foo

kill_sig                = SIGINT
want_graceful_removal   = True
on_exit_remove          = ExitBySignal == False && ExitCode =!= 125

log                     = job.$(Cluster).log
request_memory          = 256M
request_disk            = 512M
`;

/** Points 1 to 7: write, package, submit, watch, tail, vacate, result. Throws where a point does not hold. */
export async function journey(session: EditorSession, options: JourneyOptions): Promise<JourneyResult> {
  const { workspace } = session;
  writeWorkspace(workspace, options);
  const editor = await session.open(editorSettings(options.pool, options.dmtcpRoot));
  await write(editor, options);
  await packageDmtcp(editor, options, workspace);
  const jobId = await submit(editor, options);
  await watchQueue(editor, options, jobId);
  await tail(editor, options, jobId);
  await checkpoint(editor, options, jobId);
  await vacate(editor, options, jobId);
  return await finish(editor, options, { jobId, session });
}

/** A folder as a user has it at first: a submit file with mistakes, and a program. */
export function writeWorkspace(
  workspace: string,
  { counter, numbers }: Pick<JourneyOptions, 'counter' | 'numbers'>,
): void {
  writeFileSync(path.join(workspace, 'job.sub'), submitFile(numbers));
  copyFileSync(counter, path.join(workspace, 'foo'));
  chmodSync(path.join(workspace, 'foo'), 0o755);
}

/** Settings of a user whose access point is the test pool. */
export const editorSettings = (pool: Pool, dmtcpRoot: string): Readonly<Record<string, unknown>> => ({
  ...poolSettings(pool),
  'dmtcpCondor.dmtcpRoot': dmtcpRoot,
  'dmtcpCondor.htcondorVersion': '23.9.6',
});

async function write(editor: Editor, { say }: JourneyOptions): Promise<void> {
  await editor.openFile('job.sub');
  assert.equal(await editor.languageMode(), 'HTCondor Submit');
  const problems = await until('both mistakes are underlined', async () => {
    const found = await editor.problems();
    return found.some((p) => p.includes('exectuable')) && found.some((p) => p.includes('queue')) && found;
  });
  const misspelt = problems.find((p) => p.includes('exectuable')) ?? '';
  assert.match(misspelt, /executable/);
  assert.match(misspelt, /at line 2 and character 1\b/);
  await editor.screenshot('1-mistakes');
  say(`1. The submit file is checked while it is written:\n   ${problems.join('\n   ')}`);

  await editor.openFile('job.sub');
  await editor.goTo(2, 11);
  await editor.page.keyboard.press('Control+Backspace');
  await editor.typeText('execut');
  const commands = await editor.completions();
  assert.equal(commands[0], 'executable');
  await editor.screenshot('1-completion');
  await editor.page.keyboard.press('Enter');
  await editor.goTo(6, 26);
  await editor.typeText(' ');
  const values = await editor.completions();
  assert.ok(values.includes('ON_EXIT_OR_EVICT'), `values offered: ${values.join(', ')}`);
  await editor.typeText('ON_EXIT_OR');
  await editor.completions();
  await editor.page.keyboard.press('Enter');
  await editor.goTo(16, 1);
  await editor.typeText('queue');
  await editor.page.keyboard.press('Escape');
  await editor.save();
  // The shim itself is not there before it is packaged.
  await until(
    'both mistakes are gone',
    async () => (await errors(editor)).every((problem) => problem.includes('shim_dmtcp')),
    { describe: () => errors(editor) },
  );
  say(
    `   Completion offered ${commands.slice(0, 3).join(', ')} and the values ${values.join(', ')}. Corrected and saved.`,
  );
}

async function packageDmtcp(editor: Editor, { say }: JourneyOptions, workspace: string): Promise<void> {
  await editor.openFile('job.sub');
  await editor.run(packageTitle);
  const message = await editor.notification('Packaged shim and DMTCP', undefined, 60_000);
  const manifest: unknown = JSON.parse(
    readFileSync(path.join(workspace, 'shim_dmtcp.manifest.json'), 'utf8'),
  );
  assert.ok(typeof manifest === 'object' && manifest !== null && 'files' in manifest);
  assert.ok(existsSync(path.join(workspace, 'shim_dmtcp')));
  const listed = async (): Promise<boolean> =>
    (await editor.editorLines()).some((line) => line.includes('libdmtcp.so'));
  await until('transfer_input_files lists DMTCP', listed);
  await editor.undo();
  await until('undo takes the edit back', async () => !(await listed()));
  await editor.page.keyboard.press('Control+Shift+Z');
  await until('redo brings it again', listed);
  await editor.save();
  await until('no error is left', async () => (await errors(editor)).length === 0, {
    describe: () => errors(editor),
  });
  await editor.screenshot('2-packaged');
  await editor.clearNotifications();
  say(`2. ${message}\n   Beside job.sub: ${readdirSync(workspace).sort().join(', ')}`);
}

const errors = async (editor: Editor): Promise<string[]> =>
  (await editor.problems()).filter((problem) => problem.startsWith('Error'));

async function submit(editor: Editor, { say }: JourneyOptions): Promise<string> {
  await editor.openFile('job.sub');
  await editor.run('DMTCP: Submit Job');
  const message = await editor.notification('Submitted cluster', undefined, 60_000);
  const cluster = /cluster (\d+)/.exec(message)?.[1];
  assert.ok(cluster !== undefined, message);
  await editor.screenshot('3-submitted');
  await editor.clearNotifications();
  say(`3. ${message}`);
  return `${cluster}.0`;
}

async function watchQueue(editor: Editor, { say }: JourneyOptions, jobId: string): Promise<void> {
  await editor.openView('HTCondor');
  const wanted = /foo running · \d\d:\d\d:\d\d · 1 start · no checkpoint · slot\d@/;
  const row = await rowIs(editor, jobId, wanted);
  await editor.screenshot('4-running');
  say(`4. HTCondor Jobs: ${row}`);
}

async function tail(editor: Editor, { say }: JourneyOptions, jobId: string): Promise<void> {
  await editor.run('DMTCP: Tail Job Logs');
  await editor.pick(jobId);
  const pane = editor.webview();
  const sources = pane.locator('#sources button');
  const labels = await until(
    'stdout, the shim’s log and DMTCP’s logs are followed',
    async () => {
      const found = await sources.allInnerTexts();
      return (
        found.some((l) => l === `foo.${jobId}.out`) &&
        found.some((l) => l === `shim.${jobId}.log`) &&
        found.some((l) => l.startsWith('dmtcp')) &&
        found
      );
    },
    { timeoutMs: 30_000, describe: async () => (await sources.allInnerTexts()).join(', ') },
  );
  const numbers = pane.locator('.row.output .text');
  const latest = async (): Promise<number> => Number((await numbers.allInnerTexts()).at(-1) ?? 0);
  const first = await until('numbers arrive', async () => (await latest()) || undefined, {
    timeoutMs: 30_000,
  });
  await until('more numbers arrive while the program runs', async () => (await latest()) > first, {
    timeoutMs: 30_000,
  });
  await editor.screenshot('5-logs');
  say(`5. Log pane of the running job: ${labels.join(', ')}; the program has printed ${await latest()}.`);
}

async function checkpoint(editor: Editor, { say }: JourneyOptions, jobId: string): Promise<void> {
  await editor.run('DMTCP: Checkpoint Job Now');
  await editor.pick(jobId);
  await editor.notification(`Job ${jobId} is asked for a checkpoint`);
  const row = await rowIs(editor, jobId, /running .* 1 start · checkpoint \d+ s ago/);
  await editor.screenshot('5-checkpoint-now');
  await editor.clearNotifications();
  say(`   A checkpoint on demand; the program goes on. HTCondor Jobs: ${row}`);
}

async function vacate(editor: Editor, { say }: JourneyOptions, jobId: string): Promise<void> {
  await editor.run('DMTCP: Vacate Job');
  await editor.pick(jobId);
  await editor.notification(`Job ${jobId} is being vacated`);
  const search = editor.webview().locator('#search');
  const notes = editor.webview().locator('.row.note .text');
  await search.fill('Checkpoint complete');
  const checkpoint = await until(
    'the pane shows the checkpoint',
    async () => (await notes.allInnerTexts()).find((t) => t.startsWith('Checkpoint complete')),
    { timeoutMs: 30_000 },
  );
  await editor.screenshot('6-vacated');
  await search.fill('');
  const row = await rowIs(editor, jobId, /running.*2 starts/);
  await editor.clearNotifications();
  await editor.screenshot('6-running-again');
  say(`6. Vacated. ${checkpoint}\n   HTCondor Jobs: ${row}`);
}

async function finish(
  editor: Editor,
  { say, numbers }: JourneyOptions,
  { jobId, session }: { readonly jobId: string; readonly session: EditorSession },
): Promise<JourneyResult> {
  const timeoutMs = numbers * 250 + 60_000;
  const notice = await editor.notification(`Job ${jobId} completed`, undefined, timeoutMs);
  const verdictBox = editor.webview().locator('#verdict');
  await verdictBox.waitFor({ timeout: 30_000 });
  const verdict = await verdictBox.innerText();
  assert.ok(notice.includes(verdict), `${notice} has the verdict ${verdict}`);
  await editor.screenshot('7-verdict');

  const saved = path.join(session.scratch, 'pane.log');
  await editor.webview().locator('#save').click();
  await editor.answerPath(saved);
  await until('the lines of the pane are saved', () => existsSync(saved) && readFileSync(saved).length > 0);
  const out = `foo.${jobId}.out`;
  const shown = readFileSync(saved, 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith(`${out}\t`) ? [line.slice(out.length + 1)] : []));
  const output = readFileSync(path.join(session.workspace, out), 'utf8').trimEnd().split('\n');
  say(
    `7. ${verdict}\n   ${out} is back: ${output.length} lines, ${output[0] ?? ''} to ${output.at(-1) ?? ''}.`,
  );
  return { jobId, verdict, output, shown };
}
