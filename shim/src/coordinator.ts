/** The coordinator of a start, from its port to its end. */
import { parseStatus, printedPort, type Status } from './dmtcp/generation.ts';
import type { Run } from './drive.ts';
import { processesWith, isAlive } from './processes.ts';

/** The port, or what went wrong. */
export async function startCoordinator(run: Run): Promise<number | string> {
  const { host, tools, portFile, coordinatorLog, interval } = run;
  if (host.files.status(portFile) !== undefined) host.files.remove(portFile);
  const options = { portFile, logFile: coordinatorLog, directory: run.checkpointDirectory, interval };
  const { output, ending } = await tools.run(
    'dmtcp_coordinator',
    tools.generation.coordinator(options),
    30_000,
  );
  const { writesPort } = tools.generation;
  const port = writesPort ? Number(host.files.read(portFile) ?? '0') : printedPort(output);
  if (!writesPort && port > 0) host.files.writeSafely(portFile, String(port));
  if (ending.kind === 'code' && ending.code === 0 && port > 0) return port;
  const how = ending.kind === 'code' ? `code ${ending.code}` : `signal ${ending.signal}`;
  return `dmtcp_coordinator ended with ${how} and left no port in ${portFile}: ${output.trim().slice(0, 400)}`;
}

export async function askStatus({ host, tools, portFile }: Run, port: number): Promise<Status | undefined> {
  // A coordinator that has gone takes its port file with it; asking it all the same would take a second.
  if (host.files.status(portFile) === undefined) return undefined;
  const { output } = await tools.run('dmtcp_command', ['--port', String(port), '--status'], 10_000);
  return parseStatus(output);
}

/**
 * Waits for the coordinator to end by itself, as --exit-on-last makes it. Before that nothing on the disk is final: it
 * writes the restart script while the program that it has killed is already gone. False when it did not end in time.
 */
export async function coordinatorEnd(run: Run, within: number): Promise<boolean> {
  const { host } = run;
  const end = host.now() + within;
  for (;;) {
    if (coordinatorsOf(run).every((one) => !isAlive(host, one))) return true;
    if (host.now() >= end) return false;
    await host.after(20);
  }
}

/** One of 1.x is not told a port file; the directory of the images is as much its own. */
const coordinatorsOf = ({ host, tools, portFile, checkpointDirectory }: Run): readonly number[] =>
  processesWith(host, tools.generation.writesPort ? [portFile] : ['dmtcp_coordinator', checkpointDirectory]);

/** Nothing that this start began is left running. */
export async function clear(run: Run, port: number, pid: number | undefined): Promise<void> {
  const { host, tools, portFile } = run;
  // The program has ended; what it left running in its session has no one to report to.
  if (pid !== undefined) host.kill(-pid, 'SIGKILL');
  await tools.stop();
  if (await coordinatorEnd(run, pid === undefined ? 0 : 500)) return;
  if (host.files.status(portFile) !== undefined) {
    await tools.run('dmtcp_command', ['--port', String(port), '--quit'], 5_000);
  }
  if (await coordinatorEnd(run, 1_000)) return;
  for (const one of coordinatorsOf(run)) host.kill(one, 'SIGKILL');
}
