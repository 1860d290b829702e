import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Ending } from '../../shim/src/host/host.ts';
import type { Evidence, Outcome } from '../../shim/src/judge.ts';
import {
  begin,
  step,
  type Action,
  type Limits,
  type State,
  type SupervisorEvent,
} from '../../shim/src/supervise.ts';

const limits: Limits = {
  restarting: false,
  allowUnprotected: false,
  connectWithin: 1000,
  checkpointWithin: 10_000,
  intervalWithin: 50_000,
};
const clean: Evidence = {
  temporaries: 0,
  renewed: false,
  incomplete: false,
  killed: false,
  refusedFork: false,
};
const running = { kind: 'status', status: { peers: 1, running: true }, protection: 'inside' } as const;
const suspended = { kind: 'status', status: { peers: 1, running: false }, protection: 'inside' } as const;
const code = (number: number): Ending => ({ kind: 'code', code: number });

type Told = SupervisorEvent extends infer E
  ? E extends SupervisorEvent
    ? Omit<E, 'at'> & { at?: number }
    : never
  : never;

/** Feeds events, one each millisecond; returns the state, the kinds of all actions, and the outcome. */
function play(
  events: readonly Told[],
  given: Partial<Limits> = {},
): { state: State; actions: readonly string[]; outcome: Outcome | undefined } {
  const first = begin({ ...limits, ...given });
  let state = first.state;
  const actions: Action[] = [...first.actions];
  events.forEach((event, i) => {
    // Every event has a time; those that give none get the next millisecond.
    const next = step(state, { at: i, ...event });
    state = next.state;
    actions.push(...next.actions);
  });
  const finish = actions.find((action) => action.kind === 'finish');
  return { state, actions: actions.map((action) => action.kind), outcome: finish?.outcome };
}

const started: readonly Told[] = [{ kind: 'coordinatorReady' }, { kind: 'started' }];
const protectedRun: readonly Told[] = [...started, running];
const vacate: Told = { kind: 'signal', signal: 'SIGINT' };
const ended = (ending: Ending, evidence: Partial<Evidence> = {}): readonly Told[] => [
  { kind: 'ended', ending },
  { kind: 'examined', evidence: { ...clean, ...evidence } },
  { kind: 'cleared' },
];

describe('the state machine, in order', () => {
  it('runs a program to its end', () => {
    const { outcome, actions } = play([...protectedRun, ...ended(code(7))]);
    assert.deepEqual(outcome, { kind: 'completed', ending: code(7) });
    assert.deepEqual(actions, [
      'startCoordinator',
      'startProgram',
      'askStatus',
      'tell',
      'examine',
      'clear',
      'finish',
    ]);
  });

  it('checkpoints on a soft kill, and waits for RUNNING=yes before', () => {
    const { outcome, actions } = play([
      ...protectedRun,
      vacate,
      suspended,
      running,
      { kind: 'checkpointRequested' },
      ...ended(code(0), { renewed: true }),
    ]);
    assert.equal(outcome?.kind, 'checkpointed');
    assert.equal(actions.filter((kind) => kind === 'requestCheckpoint').length, 1);
  });

  it('asks again when the request was not honoured, after a second look', () => {
    const { actions } = play([
      ...protectedRun,
      vacate,
      running,
      { kind: 'checkpointRequested' },
      running,
      running,
    ]);
    assert.equal(actions.filter((kind) => kind === 'requestCheckpoint').length, 2);
    const once = play([
      ...protectedRun,
      vacate,
      running,
      { kind: 'checkpointRequested' },
      running,
      suspended,
      running,
    ]);
    assert.equal(once.actions.filter((kind) => kind === 'requestCheckpoint').length, 1);
  });

  it('stops the program by a checkpoint when the interval is over', () => {
    const over: readonly Told[] = [...protectedRun, { kind: 'intervalOver' }, running];
    const asked = [...over, { kind: 'checkpointRequested' } as const];
    const { outcome, actions } = play([...asked, ...ended(code(0), { renewed: true })], { stopAfter: 5000 });
    assert.ok(actions.includes('wakeAfter'));
    assert.ok(outcome?.kind === 'checkpointed' && outcome.reason === 'interval');
    const evicted = play([...asked, vacate, ...ended(code(0), { renewed: true })]).outcome;
    assert.ok(evicted?.kind === 'checkpointed' && evicted.reason === 'vacate', 'the eviction came first');
    const died = play([...asked, ...ended(code(99))]).outcome;
    assert.ok(died?.kind === 'failed' && died.reason === 'checkpoint');
  });

  it('gives a checkpoint of an interval its own time, and an eviction in it the shorter one', () => {
    const asked: readonly Told[] = [
      ...protectedRun,
      { kind: 'intervalOver' },
      running,
      { kind: 'checkpointRequested' },
    ];
    const killed = ended({ kind: 'signal', signal: 9 }, { temporaries: 1 });
    const patient = play([...asked, { ...suspended, at: 40_000 }]);
    assert.ok(!patient.actions.includes('killProgram'));
    const late = play([...asked, { ...suspended, at: 60_000 }, ...killed]).outcome;
    assert.ok(late?.kind === 'failed' && late.reason === 'checkpoint');
    const evicted = play([...asked, vacate, { ...suspended, at: 15_000 }, ...killed]).outcome;
    assert.deepEqual(evicted, {
      kind: 'vacated',
      message: 'no checkpoint within 10.0 s',
      attempted: true,
      gaveUpAfter: 10_000,
    });
  });

  it('starts nothing when the soft kill comes first', () => {
    const { outcome, actions } = play([vacate, { kind: 'coordinatorReady' }, { kind: 'cleared' }]);
    assert.equal(outcome?.kind, 'vacated');
    assert.ok(!actions.includes('startProgram'));
  });

  it('checkpoints a program that was just being started when the soft kill came', () => {
    const { actions } = play([
      { kind: 'coordinatorReady' },
      vacate,
      { kind: 'started' },
      suspended,
      running,
      running,
    ]);
    assert.ok(actions.includes('requestCheckpoint'));
  });

  it('heeds only the first of several soft kills', () => {
    const { actions } = play([
      ...protectedRun,
      vacate,
      { kind: 'signal', signal: 'SIGTERM' },
      vacate,
      running,
    ]);
    assert.equal(actions.filter((kind) => kind === 'requestCheckpoint').length, 1);
  });

  it('kills a program that is not protected, and lets it run where that is allowed', () => {
    // Another process of the job may be connected and running: it is this one that counts.
    const absent = { kind: 'status', status: { peers: 1, running: true }, protection: 'absent' } as const;
    const stopped = play([...started, absent, ...ended({ kind: 'signal', signal: 9 })]);
    assert.ok(stopped.outcome?.kind === 'failed' && stopped.outcome.reason === 'unprotected');
    assert.ok(stopped.actions.includes('killProgram'));
    const allowed = play([...started, absent, vacate, ...ended(code(3))], { allowUnprotected: true });
    assert.deepEqual(allowed.outcome, { kind: 'completed', ending: code(3) });
    assert.ok(allowed.actions.includes('passSignal'));
  });

  it('gives a program that never connects up after a time', () => {
    const late = { ...suspended, protection: 'unknown', at: 5000 } as const;
    const { outcome } = play([...started, late, ...ended({ kind: 'signal', signal: 9 })]);
    assert.ok(outcome?.kind === 'failed' && outcome.reason === 'unprotected');
  });

  it('stops a checkpoint that takes too long', () => {
    const { outcome } = play([
      ...protectedRun,
      vacate,
      running,
      { kind: 'checkpointRequested' },
      { ...suspended, at: 60_000 },
      ...ended({ kind: 'signal', signal: 9 }, { temporaries: 1 }),
    ]);
    assert.deepEqual(outcome, {
      kind: 'vacated',
      message: 'no checkpoint within 10.0 s',
      attempted: true,
      gaveUpAfter: 10_000,
    });
  });
});

describe('the end of a program is judged by evidence', () => {
  const judged = (
    ending: Ending,
    evidence: Partial<Evidence>,
    given: Partial<Limits> = {},
    before = protectedRun,
  ): string => {
    const { outcome } = play([...before, ...ended(ending, evidence)], given);
    return outcome?.kind === 'failed' ? outcome.reason : (outcome?.kind ?? 'none');
  };
  const asked: readonly Told[] = [...protectedRun, vacate, running, { kind: 'checkpointRequested' }];

  it('99 and 139 are the program’s own without evidence of DMTCP’s failure', () => {
    assert.equal(judged(code(99), {}), 'completed');
    assert.equal(judged({ kind: 'signal', signal: 11 }, {}), 'completed');
    assert.equal(judged({ kind: 'signal', signal: 9 }, {}), 'killed', 'no program sends itself SIGKILL');
    assert.equal(judged(code(99), { dmtcpError: 'x' }), 'dmtcp');
    assert.equal(judged(code(0), { dmtcpError: 'x' }), 'completed');
  });

  it('a restart that ends before it ran is a failed restart', () => {
    const restarting = { restarting: true };
    assert.equal(judged(code(99), {}, restarting, started), 'restart');
    assert.equal(judged({ kind: 'signal', signal: 11 }, {}, restarting, started), 'restart');
    assert.equal(judged(code(1), { dmtcpError: 'x' }, restarting, started), 'restart');
    assert.equal(judged(code(0), {}, restarting, started), 'completed');
    assert.equal(judged(code(99), {}, restarting), 'completed');
  });

  it('a refused fork right after a restart is no failed restart, since the program ran', () => {
    const refused = { refusedFork: true, dmtcpError: 'x' };
    const restarting = { restarting: true };
    assert.equal(judged(code(99), refused, restarting, started), 'refused');
    assert.equal(judged({ kind: 'signal', signal: 6 }, refused, restarting, started), 'refused');
    assert.equal(judged(code(3), refused, restarting, started), 'refused', 'its parent ended because of it');
    assert.equal(judged(code(99), refused, restarting, [...started, vacate]), 'vacated');
    assert.equal(judged(code(0), refused, restarting, started), 'completed');
    assert.equal(judged(code(99), refused, {}, started), 'launch');
    assert.equal(judged(code(99), refused, restarting), 'dmtcp', 'it had been seen to run');
  });

  it('a launch that DMTCP refused is no end of the program', () => {
    assert.equal(judged(code(99), { dmtcpError: 'x' }, {}, started), 'launch');
    assert.equal(judged(code(99), {}, {}, started), 'completed');
  });

  it('a program that died at its checkpoint has not ended', () => {
    assert.equal(judged(code(99), { temporaries: 1 }), 'checkpoint');
    assert.equal(judged(code(99), {}, {}, asked), 'vacated');
    assert.equal(judged({ kind: 'signal', signal: 11 }, {}, {}, asked), 'vacated');
    assert.equal(judged(code(0), { incomplete: true }, {}, asked), 'vacated');
    assert.equal(judged(code(0), { renewed: true, temporaries: 1 }, {}, asked), 'vacated');
  });

  it('a program that was faster than its checkpoint has ended', () => {
    assert.equal(judged(code(0), {}, {}, asked), 'completed');
    assert.equal(judged(code(5), { incomplete: true }, {}, asked), 'completed');
  });

  it('a program killed through dmtcp_command has not ended', () => {
    assert.equal(judged(code(0), { killed: true }), 'killed');
  });
});

/** A machine that does what the shim asks, in any order and with any fault; it knows the truth about everything. */
class World {
  state: State;
  readonly waiting: Action[] = [];
  readonly outcomes: Outcome[] = [];
  now = 0;
  program: 'none' | 'running' | 'gone' = 'none';
  cause: 'own' | 'checkpoint' | 'broken' | 'shim' | 'none' = 'none';
  ending: Ending = code(0);
  inside = false;
  writing = false;
  complete = false;
  temporaries = 0;
  ownEnd = 0;
  signalled = false;

  constructor(given: Limits) {
    const first = begin(given);
    this.state = first.state;
    this.waiting.push(...first.actions);
  }

  tell(event: Told): void {
    const next = step(this.state, { at: this.now, ...event });
    this.state = next.state;
    for (const action of next.actions) {
      if (action.kind === 'finish') {
        this.outcomes.push(action.outcome);
        assert.notEqual(this.program, 'running', 'nothing runs when the start is over');
      } else if (action.kind === 'killProgram') {
        this.end('shim', { kind: 'signal', signal: 9 });
      } else if (action.kind !== 'tell' && action.kind !== 'passSignal') this.waiting.push(action);
    }
  }

  signal(signal: 'SIGINT' | 'SIGTERM'): void {
    if (this.outcomes.length === 0 && this.state.phase.kind !== 'finished') this.signalled = true;
    this.tell({ kind: 'signal', signal });
  }

  end(cause: World['cause'], ending: Ending): void {
    if (this.program !== 'running') return;
    this.program = 'gone';
    this.cause = cause;
    this.ending = ending;
    if (this.writing && cause !== 'checkpoint') this.temporaries = 1;
    this.writing = false;
    this.tell({ kind: 'ended', ending });
  }

  /** Something happens to the program by itself. */
  happen(choice: number): void {
    if (this.program !== 'running') return;
    if (choice === 0 && !this.writing) this.end('own', code(this.ownEnd));
    if (choice === 1 && this.writing) {
      this.complete = true;
      this.end('checkpoint', code(0));
    }
    if (choice === 2 && this.writing)
      this.end('broken', this.now % 2 === 0 ? code(99) : { kind: 'signal', signal: 11 });
    if (choice === 3) this.inside = true;
  }

  /** Answers one thing that the shim waits for. */
  answer(index: number, fault: boolean): void {
    const [action] = this.waiting.splice(index % this.waiting.length, 1);
    switch (action?.kind) {
      case 'startCoordinator':
        return this.tell(fault ? { kind: 'coordinatorFailed', message: 'x' } : { kind: 'coordinatorReady' });
      case 'startProgram':
        if (fault) return this.tell({ kind: 'notStarted', message: 'x' });
        this.program = 'running';
        return this.tell({ kind: 'started' });
      case 'askStatus': {
        const up = this.program === 'running' && !fault;
        const status = up ? { peers: 1, running: this.inside && !this.writing } : undefined;
        return this.tell({ kind: 'status', status, protection: this.inside ? 'inside' : 'unknown' });
      }
      case 'wakeAfter':
        return this.tell({ kind: 'intervalOver' });
      case 'requestCheckpoint':
        if (this.program === 'running' && this.inside && !fault) this.writing = true;
        return this.tell({ kind: 'checkpointRequested' });
      case 'examine':
        return this.tell({
          kind: 'examined',
          evidence: { ...clean, renewed: this.complete, temporaries: this.temporaries },
        });
      case 'clear':
        return this.tell({ kind: 'cleared' });
      default:
        return;
    }
  }

  /** What no order of events may break. */
  check(): void {
    assert.ok(this.outcomes.length <= 1, 'one outcome');
    const [outcome] = this.outcomes;
    if (outcome?.kind === 'checkpointed') {
      assert.equal(this.cause, 'checkpoint');
      if (outcome.reason === 'interval') assert.ok(!this.signalled, 'an eviction is called one');
    }
    if (outcome?.kind === 'vacated') assert.ok(this.signalled, 'evicted only after a soft kill');
    if (outcome?.kind === 'completed') {
      assert.equal(this.cause, 'own', 'completed only after the own end');
      assert.deepEqual(outcome.ending, this.ending);
    }
    if (this.cause === 'checkpoint') assert.ok(outcome === undefined || outcome.kind === 'checkpointed');
  }
}

describe('the state machine, in any order', () => {
  const turn = fc.record({ what: fc.nat(9), which: fc.nat(5), fault: fc.boolean(), pass: fc.nat(400) });
  const given = fc.record({
    restarting: fc.boolean(),
    allowUnprotected: fc.boolean(),
    ownEnd: fc.constantFrom(0, 1, 7, 255),
    stopAfter: fc.constantFrom(undefined, 1000),
    evicted: fc.boolean(),
  });

  it('never takes a broken checkpoint for a good one, loses an ending, or leaves the program running', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(given, fc.array(turn, { maxLength: 60 }), ({ stopAfter, evicted, ...options }, turns) => {
        const world = new World({ ...limits, ...options, ...(stopAfter === undefined ? {} : { stopAfter }) });
        world.ownEnd = options.ownEnd;
        for (const { what, which, fault, pass } of turns) {
          world.now += pass;
          if (what === 0) world.signal('SIGTERM');
          else if (what < 5) world.happen(which);
          else if (world.waiting.length > 0) world.answer(which, fault && what === 9);
          world.check();
        }
        // From here on the machine is well; a start always comes to an end, a long program's by the next eviction or interval.
        if (stopAfter === undefined || evicted) world.signal('SIGINT');
        for (let i = 0; i < 200 && world.outcomes.length === 0; i++) {
          world.now += 300;
          world.happen(3);
          if (world.waiting.length > 0) world.answer(0, false);
          world.happen(1);
          if (i > 100) world.happen(0);
          world.check();
        }
        assert.equal(world.outcomes.length, 1, 'it comes to an end');
        const outcome = world.outcomes[0];
        const kind = outcome?.kind === 'checkpointed' ? outcome.reason : (outcome?.kind ?? 'none');
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }),
      { numRuns: 3000 },
    );
    assert.deepEqual(
      [...seen.keys()].sort(),
      ['completed', 'failed', 'interval', 'vacate', 'vacated'],
      'all outcomes were met',
    );
  });
});
