import { findError, type LogFiles } from './dmtcpLogs.ts';
import { askStatus, clear, coordinatorEnd, startCoordinator } from './coordinator.ts';
import { killedByCommand, refusedFork } from './dmtcp/generation.ts';
import { relocationPlugin } from './dmtcp/relocation.ts';
import { HostError, type Child, type Ending, type Host, type Stream } from './host/host.ts';
import {
  adoptUnannounced,
  isIncomplete,
  listTemporaries,
  renewedSince,
  takeSnapshot,
  type Snapshot,
} from './images.ts';
import type { Layout } from './layout.ts';
import type { Evidence, Outcome } from './judge.ts';
import { protectionOf } from './processes.ts';
import { requestCheckpoint } from './requestCheckpoint.ts';
import { join } from './paths.ts';
import type { ImageSet } from './record.ts';
import {
  begin,
  step,
  type Action,
  type Limits,
  type News,
  type SoftKill,
  type State,
  type SupervisorEvent,
} from './supervise.ts';
import type { Tools } from './tools.ts';

/** The program and its arguments. */
export type Program =
  /** As the shim was given them, byte by byte: from this index of its arguments on. */
  | { readonly kind: 'own'; readonly from: number }
  | { readonly kind: 'other'; readonly command: readonly string[] };

/** Everything that one start needs to run its program. */
export interface Run {
  readonly host: Host;
  readonly tools: Tools;
  readonly layout: Layout;
  readonly logs: LogFiles;
  readonly limits: Limits;
  /** Directory of the images, "." for the sandbox. */
  readonly checkpointDirectory: string;
  /** Seconds between DMTCP's own checkpoints, 0 for none. */
  readonly interval: number;
  /** Images to restart from; empty for a run from the beginning. */
  readonly images: readonly string[];
  readonly program: Program;
  /** Working directory; the shim's own when left out. */
  readonly directory?: string;
  /** For the program, besides the layout's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: Stream;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly portFile: string;
  readonly coordinatorLog: string;
  /** Signals, from the trap set at the very start. */
  readonly onSignal: (listener: (signal: SoftKill) => void) => void;
  readonly say: (text: string) => void;
  readonly tell: (news: News, pid: number) => void;
  /** Called when the coordinator listens. */
  readonly onCoordinator: (port: number) => void;
  /** Called before a checkpoint is asked for. */
  readonly onCheckpoint: () => void;
  /** Sizes of the program's outputs now. */
  readonly outputSizes: () => ImageSet['outputs'];
  /** Called ten to twenty times a second while the program runs, with the bytes of standard input that it has read. */
  readonly watch: (inputOffset: number) => void;
}

export interface RunResult {
  readonly outcome: Outcome;
  /** Bytes of standard input that the program has read. */
  readonly inputOffset: number;
  /** As the outputs were while the program stood still for its checkpoint, where it ran on after that. */
  readonly outputs?: ImageSet['outputs'];
}

type WithoutTime<E> = E extends SupervisorEvent ? Omit<E, 'at'> : never;

/** Runs the program under the state machine, to its outcome. Nothing of it is left running. */
export async function drive(run: Run): Promise<RunResult> {
  const { host } = run;
  let port = 0;
  let child: Child | undefined;
  let before: Snapshot | undefined;
  let frozen: Omit<RunResult, 'outcome'> | undefined;
  let state: State;
  let result: Outcome | undefined;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));

  const happen = (event: WithoutTime<SupervisorEvent>): void => {
    const next = step(state, { ...event, at: host.now() });
    state = next.state;
    next.actions.forEach(perform);
  };
  /** An unexpected exception must end the run, not vanish in a promise. */
  let broken: unknown;
  const breakOff = (error: unknown): void => {
    broken = error;
    finish();
  };
  /** What an action leads to. */
  const answer = (event: Promise<WithoutTime<SupervisorEvent>>): void => {
    event.then(happen).catch(breakOff);
  };

  const perform = (action: Action): void => {
    switch (action.kind) {
      case 'startCoordinator':
        return answer(
          startCoordinator(run).then((started) => {
            if (typeof started === 'string') return { kind: 'coordinatorFailed', message: started };
            port = started;
            run.onCoordinator(port);
            return { kind: 'coordinatorReady' };
          }),
        );
      case 'startProgram':
        return startProgram();
      case 'askStatus':
        return answer(
          host.after(action.after).then(async () => ({
            kind: 'status',
            status: await askStatus(run, port),
            protection:
              child === undefined || run.images.length > 0 ? 'unknown' : protectionOf(host, child.pid),
          })),
        );
      case 'wakeAfter':
        return answer(host.after(action.milliseconds).then(() => ({ kind: 'intervalOver' })));
      case 'requestCheckpoint':
        run.onCheckpoint();
        before = takeSnapshot(host, run.checkpointDirectory, run.coordinatorLog);
        return answer(
          requestCheckpoint(run, port, before, () => {
            frozen = { inputOffset: child?.inputOffset() ?? 0, outputs: run.outputSizes() };
          }).then(() => ({ kind: 'checkpointRequested' })),
        );
      case 'killProgram':
        return killProgram(host, child?.pid);
      case 'passSignal':
        if (child !== undefined) host.kill(child.pid, action.signal);
        return;
      case 'examine':
        return answer(
          coordinatorEnd(run, before === undefined ? 100 : 5_000).then(() => ({
            kind: 'examined',
            evidence: examine(run, before),
          })),
        );
      case 'clear':
        return answer(clear(run, port, child?.pid).then(() => ({ kind: 'cleared' })));
      case 'tell':
        return run.tell(action.news, child?.pid ?? 0);
      case 'finish':
        result = action.outcome;
        return finish();
    }
  };

  const startProgram = (): void => {
    try {
      child = launch(run, port);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      return happen({ kind: 'notStarted', message: error.message });
    }
    run.say(`started process ${child.pid}${run.images.length > 0 ? ' from the images' : ''}`);
    answer(child.ended.then((ending: Ending) => ({ kind: 'ended', ending })));
    happen({ kind: 'started' });
  };

  const first = begin(run.limits);
  state = first.state;
  run.onSignal((signal) => happen({ kind: 'signal', signal }));
  first.actions.forEach(perform);
  keepWatching(
    run,
    () => before !== undefined || result !== undefined || broken !== undefined,
    () => child?.inputOffset() ?? 0,
  ).catch(breakOff);
  await finished;
  if (result === undefined) {
    killProgram(host, child?.pid);
    await child?.ended;
    await clear(run, port, child?.pid);
    throw broken instanceof Error ? broken : new Error(String(broken));
  }
  const inputOffset = child?.inputOffset() ?? 0;
  child?.release();
  return { outcome: result, inputOffset, ...frozen };
}

/** For checkpoints that DMTCP makes by itself, or because someone in the sandbox asks its coordinator for one. */
async function keepWatching(run: Run, over: () => boolean, inputOffset: () => number): Promise<void> {
  const pause = run.interval > 0 ? 50 : 100;
  while (!over()) {
    run.watch(inputOffset());
    await run.host.after(pause);
  }
}

function launch(run: Run, port: number): Child {
  const { host, tools, layout, images, checkpointDirectory } = run;
  const { generation } = tools;
  const common = {
    environment: { ...layout.environment, ...run.environment },
    stdin: run.stdin,
    stdout: run.stdout,
    stderr: run.stderr,
    session: true,
    ...(run.directory === undefined ? {} : { directory: run.directory }),
  };
  if (images.length > 0) {
    return host.spawn({
      ...common,
      command: [tools.path('dmtcp_restart'), ...generation.restart({ port, images })],
    });
  }
  const command = [
    tools.path(generation.launchTool),
    ...generation.launch({ port, directory: checkpointDirectory, ...pluginOf(run) }),
  ];
  const { program } = run;
  return host.spawn(
    program.kind === 'own'
      ? { ...common, command, ownArgumentsFrom: program.from }
      : { ...common, command: [...command, ...program.command] },
  );
}

/** Written at a path that stays the same, although the images have all of it. */
function pluginOf({ host, tools, layout }: Run): { readonly plugin?: string } {
  const bytes = tools.generation.needsRelocation ? relocationPlugin(host.machine) : undefined;
  if (bytes === undefined) return {};
  const plugin = join(layout.directory, 'libdmtcp_shim_paths.so');
  host.files.writeBytes(plugin, bytes, 0o755);
  return { plugin };
}

function killProgram(host: Host, pid: number | undefined): void {
  if (pid === undefined) return;
  host.kill(-pid, 'SIGKILL');
  host.kill(pid, 'SIGKILL');
}

function examine(run: Run, before: Snapshot | undefined): Evidence {
  const { host, checkpointDirectory, coordinatorLog, logs } = run;
  const error = findError(host, logs);
  const log = host.files.read(coordinatorLog) ?? '';
  const announced = before !== undefined && renewedSince(host, checkpointDirectory, coordinatorLog, before);
  const unannounced =
    before === undefined || announced
      ? undefined
      : adoptUnannounced(host, checkpointDirectory, coordinatorLog, before);
  return {
    temporaries: listTemporaries(host, checkpointDirectory).length,
    renewed: announced || unannounced?.kind === 'whole',
    ...(unannounced?.kind === 'lacking' ? { lacking: unannounced.why } : {}),
    incomplete: before !== undefined && isIncomplete(host, coordinatorLog, before),
    killed: killedByCommand(log),
    refusedFork: refusedFork(log),
    ...(error === undefined ? {} : { dmtcpError: error }),
  };
}
