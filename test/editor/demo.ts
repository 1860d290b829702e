/** `npm run demo`: the journey on a sample job, each step printed as it happens. */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { poolUnavailable } from '../pool/pool.ts';
import { editorUnavailable } from './installEditor.ts';
import { editorSettings, journey, writeWorkspace } from './journey.ts';
import { inSession } from './session.ts';

const numbers = 140;
const progress = (text: string): void => console.log(`   (${text})`);

/** Runs the journey; the exit code. */
export async function demo(): Promise<number> {
  if (!runsHere()) return 1;
  const { dmtcpRoot, standin } = whichDmtcp();
  const screenshots = path.resolve('build/demo');
  rmSync(screenshots, { recursive: true, force: true });
  console.log('Starting a real HTCondor pool with sshd, on loopback only.');
  try {
    const result = await inSession({ name: 'counter', screenshots, progress }, async (session) => {
      const pool = await session.pool();
      console.log(`HTCondor ${pool.version}; sshd on ${pool.host} port ${pool.sshPort}, user ${pool.user}.`);
      const counter = path.join(standin, 'counter');
      return journey(session, { pool, dmtcpRoot, counter, numbers, say: (text) => console.log(text) });
    });
    const wanted = Array.from({ length: numbers }, (_, i) => String(i + 1)).join();
    const exact = result.output.join() === wanted && result.shown.join() === wanted;
    console.log(
      exact
        ? `Every number from 1 to ${numbers} was printed once, and shown once, across the eviction.`
        : `The output is not 1 to ${numbers} once each: ${result.output.join(' ')}`,
    );
    console.log(`Screenshots of each step: ${screenshots}`);
    console.log('To try it by hand in a browser: npm run demo -- --open');
    return exact ? 0 : 1;
  } catch (error) {
    console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
    const picture = path.join(screenshots, 'failed.png');
    if (existsSync(picture)) console.error(`A screenshot of that moment: ${picture}`);
    return 1;
  }
}

/** Starts the same pool and editor and leaves them to the person, until Ctrl-C; the exit code. */
export async function open(): Promise<number> {
  if (!runsHere()) return 1;
  const { dmtcpRoot, standin } = whichDmtcp();
  try {
    await inSession({ name: 'counter', progress }, async (session) => {
      writeWorkspace(session.workspace, { counter: path.join(standin, 'counter'), numbers });
      const { url, page } = await session.open(editorSettings(await session.pool(), dmtcpRoot));
      // The person's window is the only one: both would follow the queue.
      await page.close();
      console.log(`Open ${url} in a browser on this machine.`);
      console.log(
        'Open job.sub, correct its two mistakes, choose ON_EXIT_OR_EVICT for when_to_transfer_output and save; then use the DMTCP commands of the palette (F1).',
      );
      console.log(`Ctrl-C ends the editor and the pool, and removes the folder ${session.workspace}.`);
      await new Promise((resolve) => {
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      });
    });
    return 0;
  } catch (error) {
    console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

/** Whether a pool and an editor can be had here; says why not. */
function runsHere(): boolean {
  const missing = poolUnavailable() ?? editorUnavailable();
  if (missing !== undefined) console.error(`The demo cannot run here: ${missing}.`);
  return missing === undefined;
}

/** A real DMTCP where DMTCP_ROOT names one, else the stand-in; says which. */
function whichDmtcp(): { readonly dmtcpRoot: string; readonly standin: string } {
  const standin = buildStandin();
  const real = process.env.DMTCP_ROOT;
  console.log(
    real === undefined
      ? 'DMTCP_ROOT is not set, so the DMTCP stand-in of test/standin is used: it behaves like DMTCP 4.2’s tools, but can only checkpoint the demo’s own counter program.'
      : `Using the DMTCP installation in ${real}.`,
  );
  return { dmtcpRoot: real ?? standin, standin };
}
