/**
 * The life of one start of the job, as a pure state machine: (state, event) -> (state, actions). drive.ts performs the
 * actions on a real machine and feeds back what happened; tests drive it with every order of events.
 *
 * What it guarantees, whatever the order: the outcome `checkpointed` only with proof, `completed` only after the
 * program's own end, images are never given up by it, and no outcome while the program may still be running.
 */
import type { Ending } from './host/host.ts';
import type { Status } from './dmtcp/generation.ts';
import { judge, type Circumstances, type Evidence, type Outcome } from './judge.ts';

export type SoftKill = 'SIGINT' | 'SIGTERM';

/** Whether DMTCP's library is inside the program, judged from its memory map. */
export type Protection = 'inside' | 'absent' | 'unknown';

export type SupervisorEvent = { /** Milliseconds. */ readonly at: number } & (
  | { readonly kind: 'signal'; readonly signal: SoftKill }
  | { readonly kind: 'coordinatorReady' }
  | { readonly kind: 'coordinatorFailed'; readonly message: string }
  | { readonly kind: 'started' }
  | { readonly kind: 'notStarted'; readonly message: string }
  /** undefined: the coordinator did not answer. */
  | { readonly kind: 'status'; readonly status: Status | undefined; readonly protection: Protection }
  /** The answer to `wakeAfter`: it is time for a checkpoint that HTCondor is given. */
  | { readonly kind: 'intervalOver' }
  | { readonly kind: 'checkpointRequested' }
  | { readonly kind: 'ended'; readonly ending: Ending }
  | { readonly kind: 'examined'; readonly evidence: Evidence }
  | { readonly kind: 'cleared' }
);

export type Action =
  | { readonly kind: 'startCoordinator' }
  | { readonly kind: 'startProgram' }
  /** Ask the coordinator, after a pause; always answered by a `status` event. */
  | { readonly kind: 'askStatus'; readonly after: number }
  /** Answered by `intervalOver`, unless the start is over before. */
  | { readonly kind: 'wakeAfter'; readonly milliseconds: number }
  /** Note the images as they are, then ask for checkpoint and kill; answered by `checkpointRequested`. */
  | { readonly kind: 'requestCheckpoint' }
  /** Kill the program and what it started; answered by `ended` unless that came before. */
  | { readonly kind: 'killProgram' }
  /** Pass a soft kill on to a program that runs unprotected. */
  | { readonly kind: 'passSignal'; readonly signal: SoftKill }
  /** Answered by `examined`. */
  | { readonly kind: 'examine' }
  /** Wait for the coordinator to be gone, or make it go; answered by `cleared`. */
  | { readonly kind: 'clear' }
  | { readonly kind: 'tell'; readonly news: News }
  | { readonly kind: 'finish'; readonly outcome: Outcome };

/** What the log should say; the state machine itself says nothing. */
export type News =
  | { readonly kind: 'protected' }
  | { readonly kind: 'unprotected' }
  | { readonly kind: 'vacate'; readonly signal: SoftKill; readonly again: boolean }
  | { readonly kind: 'interval' }
  | { readonly kind: 'checkpointing'; readonly attempt: number }
  | { readonly kind: 'timeUp'; readonly milliseconds: number };

export interface Limits {
  readonly restarting: boolean;
  readonly allowUnprotected: boolean;
  /** From the start of the program until it must be protected, milliseconds. */
  readonly connectWithin: number;
  /** From the soft kill until the shim gives the checkpoint up, milliseconds. */
  readonly checkpointWithin: number;
  /** The program is stopped by a checkpoint after so many milliseconds of running; undefined: never. */
  readonly stopAfter?: number;
  /** As checkpointWithin, for a checkpoint that no one waits for. */
  readonly intervalWithin: number;
}

type Phase =
  | { readonly kind: 'coordinator' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'connecting'; readonly since: number }
  | { readonly kind: 'running' }
  | { readonly kind: 'unprotected' }
  | { readonly kind: 'awaiting' }
  | { readonly kind: 'requesting' }
  | { readonly kind: 'checkpointing'; readonly runningSeen: number }
  | { readonly kind: 'killing'; readonly outcome: Outcome }
  | { readonly kind: 'examining'; readonly ending: Ending; readonly outcome?: Outcome }
  | { readonly kind: 'clearing'; readonly outcome: Outcome }
  | { readonly kind: 'finished' };

export interface State {
  readonly limits: Limits;
  readonly phase: Phase;
  readonly vacate?: { readonly signal: SoftKill; readonly at: number };
  /** When the interval was over; a soft kill may still come after it. */
  readonly intervalOverAt?: number;
  /** RUNNING=yes was seen: from then on the program's fate is its own. */
  readonly connected: boolean;
  /** Times that a checkpoint was asked for, and when first. */
  readonly attempts: number;
  readonly askedAt?: number;
}

export interface Step {
  readonly state: State;
  readonly actions: readonly Action[];
}

const askSoon = 30;
const askWhileCheckpointing = 250;

/** The first step of a start. */
export function begin(limits: Limits): Step {
  const state: State = {
    limits,
    phase: { kind: 'coordinator' },
    connected: false,
    attempts: 0,
  };
  return { state, actions: [{ kind: 'startCoordinator' }] };
}

/** Total: events that mean nothing in a phase change nothing. */
export function step(state: State, event: SupervisorEvent): Step {
  switch (event.kind) {
    case 'signal':
      return onSignal(state, event.signal, event.at);
    case 'coordinatorReady':
      return onCoordinatorReady(state);
    case 'coordinatorFailed':
      if (state.phase.kind !== 'coordinator') return same(state);
      return clear(
        state,
        state.vacate === undefined
          ? { kind: 'failed', reason: 'coordinator', message: event.message }
          : { kind: 'vacated', message: event.message, attempted: false },
      );
    case 'started':
      if (state.phase.kind !== 'starting') return same(state);
      return to(state, { kind: 'connecting', since: event.at }, { kind: 'askStatus', after: 0 });
    case 'notStarted':
      if (state.phase.kind !== 'starting') return same(state);
      return clear(state, { kind: 'failed', reason: 'launch', message: event.message });
    case 'status':
      return onStatus(state, event.status, event.protection, event.at);
    case 'intervalOver':
      if (state.phase.kind !== 'running') return same(state);
      return to(
        { ...state, intervalOverAt: event.at },
        { kind: 'awaiting' },
        { kind: 'tell', news: { kind: 'interval' } },
        { kind: 'askStatus', after: 0 },
      );
    case 'checkpointRequested':
      if (state.phase.kind !== 'requesting') return same(state);
      return to(
        state,
        { kind: 'checkpointing', runningSeen: 0 },
        { kind: 'askStatus', after: askWhileCheckpointing },
      );
    case 'ended':
      return onEnded(state, event.ending);
    case 'examined':
      if (state.phase.kind !== 'examining') return same(state);
      return clear(
        state,
        state.phase.outcome ?? judge(state.phase.ending, event.evidence, circumstances(state, event.at)),
      );
    case 'cleared':
      if (state.phase.kind !== 'clearing') return same(state);
      return to(state, { kind: 'finished' }, { kind: 'finish', outcome: state.phase.outcome });
  }
}

function onSignal(state: State, signal: SoftKill, at: number): Step {
  const again = state.vacate !== undefined;
  const news: Action = { kind: 'tell', news: { kind: 'vacate', signal, again } };
  if (again || state.phase.kind === 'finished') return { state, actions: [news] };
  const vacated: State = { ...state, vacate: { signal, at } };
  switch (state.phase.kind) {
    case 'running':
      return to(vacated, { kind: 'awaiting' }, news, { kind: 'askStatus', after: 0 });
    case 'unprotected':
      return to(vacated, state.phase, news, { kind: 'passSignal', signal });
    default:
      return { state: vacated, actions: [news] };
  }
}

function onCoordinatorReady(state: State): Step {
  if (state.phase.kind !== 'coordinator') return same(state);
  if (state.vacate === undefined) return to(state, { kind: 'starting' }, { kind: 'startProgram' });
  return clear(state, {
    kind: 'vacated',
    message: 'the soft kill came before the program was started: nothing is lost',
    attempted: false,
  });
}

function onStatus(state: State, status: Status | undefined, protection: Protection, at: number): Step {
  const running = status !== undefined && status.running && status.peers > 0;
  const { phase } = state;
  switch (phase.kind) {
    case 'connecting':
      if (running && protection !== 'absent') return connect(state);
      if (outOfTime(state, at)) return timeUp(state, at);
      if (protection === 'absent' || at - phase.since > state.limits.connectWithin) return unprotected(state);
      return to(state, phase, { kind: 'askStatus', after: askSoon });
    case 'awaiting':
      if (outOfTime(state, at)) return timeUp(state, at);
      if (running) return requestCheckpoint(state, at);
      return to(state, phase, { kind: 'askStatus', after: askSoon });
    case 'checkpointing': {
      if (outOfTime(state, at)) return timeUp(state, at);
      // Running again although told to end: the request fell on another checkpoint and was not honoured. It takes two
      // looks, because the program also shows as running for a moment between its checkpoint and its end.
      if (running && phase.runningSeen > 0) return requestCheckpoint(state, at);
      const runningSeen = running ? phase.runningSeen + 1 : 0;
      return to(state, { ...phase, runningSeen }, { kind: 'askStatus', after: askWhileCheckpointing });
    }
    default:
      return same(state);
  }
}

function connect(state: State): Step {
  const connected: State = { ...state, connected: true };
  const news: Action = { kind: 'tell', news: { kind: 'protected' } };
  if (state.vacate === undefined) {
    const { stopAfter } = state.limits;
    const wake: readonly Action[] =
      stopAfter === undefined ? [] : [{ kind: 'wakeAfter', milliseconds: stopAfter }];
    return to(connected, { kind: 'running' }, news, ...wake);
  }
  return to(connected, { kind: 'awaiting' }, news, { kind: 'askStatus', after: 0 });
}

function unprotected(state: State): Step {
  const news: Action = { kind: 'tell', news: { kind: 'unprotected' } };
  if (state.limits.restarting) {
    return kill(state, {
      kind: 'failed',
      reason: 'restart',
      message: 'the restarted program never came to run',
    });
  }
  if (!state.limits.allowUnprotected) {
    const message = 'the program runs without DMTCP inside: a checkpoint would be impossible';
    return kill(state, { kind: 'failed', reason: 'unprotected', message }, news);
  }
  const next = to({ ...state, connected: true }, { kind: 'unprotected' }, news);
  if (state.vacate === undefined) return next;
  return { ...next, actions: [...next.actions, { kind: 'passSignal', signal: state.vacate.signal }] };
}

function requestCheckpoint(state: State, at: number): Step {
  const attempts = state.attempts + 1;
  const news: Action = { kind: 'tell', news: { kind: 'checkpointing', attempt: attempts } };
  const asked: State = { ...state, attempts, askedAt: state.askedAt ?? at };
  return to(asked, { kind: 'requesting' }, news, { kind: 'requestCheckpoint' });
}

/** A soft kill's time counts from the soft kill, whatever was under way. */
function deadline({ vacate, intervalOverAt, limits }: State): { since: number; within: number } | undefined {
  if (vacate !== undefined) return { since: vacate.at, within: limits.checkpointWithin };
  if (intervalOverAt !== undefined) return { since: intervalOverAt, within: limits.intervalWithin };
  return undefined;
}

function outOfTime(state: State, at: number): boolean {
  const limit = deadline(state);
  return limit !== undefined && at - limit.since > limit.within;
}

function timeUp(state: State, at: number): Step {
  const { since, within } = deadline(state) ?? { since: at, within: 0 };
  const message = `no checkpoint within ${(within / 1000).toFixed(1)} s`;
  const news: Action = { kind: 'tell', news: { kind: 'timeUp', milliseconds: at - since } };
  return kill(
    state,
    state.vacate === undefined
      ? { kind: 'failed', reason: 'checkpoint', message }
      : { kind: 'vacated', message, attempted: true, ...(state.attempts > 0 ? { gaveUpAfter: within } : {}) },
    news,
  );
}

function onEnded(state: State, ending: Ending): Step {
  switch (state.phase.kind) {
    case 'starting':
    case 'connecting':
    case 'running':
    case 'unprotected':
    case 'awaiting':
    case 'requesting':
    case 'checkpointing':
      return to(state, { kind: 'examining', ending }, { kind: 'examine' });
    case 'killing':
      return to(state, { kind: 'examining', ending, outcome: state.phase.outcome }, { kind: 'examine' });
    case 'coordinator':
    case 'examining':
    case 'clearing':
    case 'finished':
      return same(state);
  }
}

const circumstances = (state: State, now: number): Circumstances => ({
  restarting: state.limits.restarting,
  connected: state.connected,
  vacated: state.vacate !== undefined,
  askedAt: state.askedAt,
  now,
});

const same = (state: State): Step => ({ state, actions: [] });

const to = (state: State, phase: Phase, ...actions: readonly Action[]): Step => ({
  state: { ...state, phase },
  actions,
});

const clear = (state: State, outcome: Outcome): Step =>
  to(state, { kind: 'clearing', outcome }, { kind: 'clear' });

const kill = (state: State, outcome: Outcome, ...news: readonly Action[]): Step =>
  to(state, { kind: 'killing', outcome }, ...news, { kind: 'killProgram' });
