import { chooseGeneration, type Generation } from './dmtcp/generation.ts';
import { ShimFailure } from './failure.ts';
import { HostError, type Ending, type Host } from './host/host.ts';
import type { Layout } from './layout.ts';
import { join } from './paths.ts';

/** What a DMTCP tool wrote and how it ended. */
export interface ToolResult {
  readonly output: string;
  readonly ending: Ending;
}

/** DMTCP's tools of one start, ready to run. */
export interface Tools {
  readonly generation: Generation;
  /** First line of --version. */
  readonly version: string;
  /** Version of the C library that programs here use; empty when it cannot be told. */
  readonly glibc: string;
  path(tool: string): string;
  /** Runs a tool to its end; killed after `within` milliseconds. */
  run(tool: string, args: readonly string[], within: number): Promise<ToolResult>;
  /** Ends what is still running of them. */
  stop(): Promise<void>;
}

/**
 * Runs each tool once, before anything depends on it: a library that the machine lacks is found here, not at the first
 * eviction. Throws ShimFailure with the missing piece.
 */
export async function readyTools(host: Host, layout: Layout): Promise<Tools> {
  let count = 0;
  const running = new Map<number, Promise<Ending>>();
  const path = (tool: string): string => join(layout.bin, tool);
  const run = async (tool: string, args: readonly string[], within: number): Promise<ToolResult> => {
    // A file each: DMTCP loses its messages on pipes, and several run at a time.
    const output = join(layout.directory, `tool.${count++}`);
    const child = host.spawn({
      command: [path(tool), ...args],
      // What a tool complains of must not be taken for the program's fate.
      environment: { ...layout.environment, JALIB_STDERR_PATH: output },
      stdin: { kind: 'null' },
      stdout: { kind: 'append', path: output },
      stderr: { kind: 'append', path: output },
      session: true,
    });
    running.set(child.pid, child.ended);
    void host.after(within).then(() => {
      if (running.has(child.pid)) host.kill(child.pid, 'SIGKILL');
    });
    const ending = await child.ended;
    running.delete(child.pid);
    child.release();
    const text = host.files.read(output) ?? '';
    host.files.remove(output);
    return { output: text, ending };
  };
  const help = async (tool: string, option: string): Promise<string> => {
    try {
      const { output, ending } = await run(tool, [option], 20_000);
      const failure = loadFailure(output, ending);
      if (failure !== undefined)
        throw new ShimFailure('dmtcp broken', `${tool} cannot run on ${host.hostName}: ${failure}`);
      return output;
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      throw new ShimFailure(
        'dmtcp broken',
        `${tool} cannot be run on ${host.hostName}: ${error.message}. Was it packaged for another system?`,
      );
    }
  };
  const launchTool =
    host.files.status(path('dmtcp_launch')) === undefined ? 'dmtcp_checkpoint' : 'dmtcp_launch';
  const stop = async (): Promise<void> => {
    for (const pid of running.keys()) host.kill(pid, 'SIGKILL');
    await Promise.all(running.values());
  };
  const [coordinator, command, launch, , version, glibc] = await Promise.all([
    help('dmtcp_coordinator', '--help'),
    help('dmtcp_command', '--help'),
    help(launchTool, '--help'),
    help('dmtcp_restart', '--help'),
    help('dmtcp_coordinator', '--version'),
    readGlibc(host, layout),
  ]).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const firstLine = version.split('\n')[0] ?? '';
  const generation = chooseGeneration({ coordinator, command, launch });
  if (generation === undefined) {
    throw new ShimFailure(
      'dmtcp broken',
      `this DMTCP (${firstLine}) is too old: its coordinator can neither tell its port nor run in the background. Use DMTCP 3.2 or later, 4.2 is best.`,
    );
  }
  return { generation, version: firstLine, glibc, path, run, stop };
}

/** As getconf tells it; other C libraries than glibc tell nothing. */
async function readGlibc(host: Host, { directory }: Layout): Promise<string> {
  const output = join(directory, 'glibc');
  try {
    const child = host.spawn({
      command: ['/usr/bin/getconf', 'GNU_LIBC_VERSION'],
      stdin: { kind: 'null' },
      stdout: { kind: 'append', path: output },
      stderr: { kind: 'null' },
      session: true,
    });
    await child.ended;
    child.release();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return '';
  }
  const text = host.files.read(output) ?? '';
  host.files.remove(output);
  return /glibc (\S+)/.exec(text)?.[1] ?? '';
}

/** Why the dynamic linker or the kernel refused a program; undefined when it ran. */
export function loadFailure(output: string, ending: Ending): string | undefined {
  const library = /error while loading shared libraries: ([^\s:]+)/.exec(output)?.[1];
  if (library !== undefined) {
    return `the machine lacks ${library}. Ship it beside libdmtcp.so: list it in transfer_input_files (the package command does).`;
  }
  const symbol = /version `([^']+)' not found/.exec(output)?.[1];
  if (symbol !== undefined)
    return `its C library lacks ${symbol}: this DMTCP was built on a newer system. Build it on the oldest one of the pool.`;
  if (ending.kind === 'signal')
    return `it died of signal ${ending.signal}${ending.signal === 4 ? ' (illegal instruction: built for another CPU)' : ''}`;
  return ending.code === 126 || ending.code === 127
    ? `it ended with code ${ending.code}: ${output.slice(0, 200).trim()}`
    : undefined;
}
