import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TailEvent } from '../../../client/src/logs/events.ts';
import { tailJob } from '../../../client/src/logs/tailJob.ts';
import { ExecuteHosts } from '../../../client/src/logs/executeHosts.ts';
import {
  TransportError,
  type Stream,
  type StreamEnd,
  type Transport,
} from '../../../client/src/transport/transport.ts';
import { fakeTransport } from '../condor/fakeTransport.ts';

const ad = {
  ClusterId: 7,
  ProcId: 0,
  Owner: 'alice',
  Iwd: '/home/alice',
  UserLog: '/home/alice/job.log',
  Out: 'out',
};
const running = { ...ad, JobStatus: 2, RemoteHost: 'slot1@h', JobCurrentStartDate: 1, NumJobStarts: 1 };

/** What a stream's program says, and how it ends; `endless`: not by itself. */
interface Program {
  readonly says: string;
  readonly end: 'endless' | { readonly code: number; readonly stderr: string };
}

function streamOf(program: Program | TransportError): Stream {
  if (program instanceof TransportError) return streamFailed(program);
  const { says, end } = program;
  let kill: () => void = () => undefined;
  const killed = new Promise<StreamEnd>((resolve) => (kill = () => resolve({ kind: 'killed', stderr: '' })));
  const exit: StreamEnd | undefined =
    end === 'endless' ? undefined : { kind: 'exit', code: end.code, signal: undefined, stderr: end.stderr };
  const closed = exit === undefined ? killed : Promise.resolve(exit);
  async function* stdout(): AsyncGenerator<Uint8Array> {
    if (says !== '') yield Buffer.from(says);
    await closed;
  }
  return { stdout: stdout(), kill: () => kill(), closed };
}

const streamFailed = (error: TransportError): Stream => ({
  ...streamOf({ says: '', end: { code: 255, stderr: '' } }),
  closed: Promise.resolve({ kind: 'failed', error, stderr: '' }),
});

const complete: Program = { says: '!\n', end: { code: 0, stderr: '' } };

/** Whether a command runs the script that ends when everything was read. */
function readsOnce(argv: readonly string[]): boolean {
  const script = /echo (\S+) \| base64 -d/.exec(argv.join(' '))?.[1] ?? '';
  return Buffer.from(script, 'base64').toString().includes("'!");
}

/** Follows job 7.0; `queue` and `history` are asked at each look, `program` at each stream. */
async function follow(world: {
  readonly queue: () => readonly object[] | 'down';
  readonly history?: readonly object[];
  readonly program: (argv: readonly string[]) => Program | TransportError;
  readonly until?: (event: TailEvent) => boolean;
  /** What runs on execute hosts, by their names; without it they are not reached. */
  readonly onHost?: (machine: string) => Program | TransportError;
}) {
  const json = (ads: readonly object[]) => ({ stdout: ads.length === 0 ? '' : JSON.stringify(ads) });
  const started: (readonly string[])[] = [];
  const transport: Transport = {
    ...fakeTransport((argv) => {
      if (argv[0] !== 'condor_q') return json(world.history ?? []);
      const queue = world.queue();
      return queue === 'down' ? { code: 1, stderr: 'Failed to connect to the schedd' } : json(queue);
    }),
    stream: (argv, options) => {
      started.push(argv);
      const stream = streamOf(world.program(argv));
      const kill = (): void => stream.kill();
      options?.signal?.addEventListener('abort', kill);
      void stream.closed.then(() => options?.signal?.removeEventListener('abort', kill));
      return stream;
    },
  };
  const events: TailEvent[] = [];
  const { onHost } = world;
  const executeHosts = new ExecuteHosts((machine) =>
    Promise.resolve({
      ...fakeTransport(() => ({})),
      // Its hub: the host has no perl, so that each follower runs by itself.
      stream: (argv) =>
        argv[0] === 'perl'
          ? streamFailed(new TransportError('commandNotFound', 'no perl'))
          : streamOf(onHost?.(machine) ?? complete),
    }),
  );
  const tail = tailJob({
    transport,
    ...(onHost === undefined ? {} : { executeHosts }),
    id: { cluster: 7, proc: 0 },
    pollMs: 1,
    listener: (event) => {
      events.push(event);
      if (world.until?.(event) === true) tail.dispose();
    },
  });
  await tail.done;
  executeHosts.dispose();
  return { events, started };
}

describe('tailJob', () => {
  it('ends with the job although its event log never shows the end', async () => {
    const { events } = await follow({
      queue: () => [],
      history: [{ ...ad, JobStatus: 4, ExitCode: 3 }],
      program: (argv) => (readsOnce(argv) ? complete : { says: '', end: 'endless' }),
    });
    const end = events.at(-1);
    assert.ok(end?.kind === 'end' && end.job?.exitCode === 3 && end.failed === undefined);
  });
  it('reads no files of a job that was removed: those there are another’s', async () => {
    const { events, started } = await follow({
      queue: () => [],
      history: [{ ...ad, JobStatus: 3, RemoveReason: 'via condor_rm' }],
      program: () => ({ says: '', end: 'endless' }),
    });
    assert.deepEqual(started.filter(readsOnce), []);
    const end = events.at(-1);
    assert.ok(end?.kind === 'end' && end.job?.status === 'removed');
  });
  it('reads the returned files again when that was broken off', async () => {
    let reads = 0;
    const { events } = await follow({
      queue: () => [],
      history: [{ ...ad, JobStatus: 4, ExitCode: 0 }],
      program: (argv) => {
        if (!readsOnce(argv)) return { says: '', end: 'endless' };
        return ++reads < 3 ? { says: '', end: { code: 255, stderr: 'Killed' } } : complete;
      },
    });
    assert.equal(reads, 3);
    const end = events.at(-1);
    assert.ok(end?.kind === 'end' && end.failed === undefined);
  });
  it('says so when they cannot be read to their end', async () => {
    const { events } = await follow({
      queue: () => [],
      history: [{ ...ad, JobStatus: 4, ExitCode: 0 }],
      program: (argv) =>
        readsOnce(argv) ? { says: '', end: { code: 255, stderr: 'Killed' } } : { says: '', end: 'endless' },
    });
    const notes = events.flatMap((event) => (event.kind === 'note' ? [event.text] : []));
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? '', /7\.0 could not all be read.*some may be missing/);
  });
  it('says once why the sandbox cannot be entered, and goes on trying', async () => {
    let tries = 0;
    const { events } = await follow({
      queue: () => (tries < 6 ? [running] : []),
      history: [{ ...ad, JobStatus: 4, ExitCode: 0 }],
      program: (argv) => {
        if (argv[0] !== 'condor_ssh_to_job') return complete;
        tries++;
        return { says: 'Welcome\n', end: { code: 1, stderr: 'This slot does not allow ssh.\n' } };
      },
    });
    const notes = events.filter((event) => event.kind === 'note');
    assert.equal(notes.length, 1);
    assert.match(notes[0]?.text ?? '', /7\.0 cannot be entered.*This slot does not allow ssh\./);
    assert.ok(tries >= 6);
  });
  describe('where condor_ssh_to_job does not work', () => {
    const notAllowed: Program = { says: '', end: { code: 1, stderr: 'It is not allowed here.\n' } };
    /** Seven tries to enter the sandbox, and the notes about them. */
    async function enter(way: {
      readonly tool?: (tries: number) => Program | TransportError;
      readonly host: (tries: number) => Program | TransportError;
      /** More of the job's ad, at each look. */
      readonly ad?: () => object;
    }) {
      const tries: string[] = [];
      const { events } = await follow({
        queue: () => (tries.length < 7 ? [{ ...running, GlobalJobId: 'ap#7.0#1', ...way.ad?.() }] : []),
        history: [{ ...ad, JobStatus: 4, ExitCode: 0 }],
        program: (argv) => {
          if (argv[0] !== 'condor_ssh_to_job') return complete;
          tries.push('tool');
          return way.tool?.(tries.length) ?? notAllowed;
        },
        onHost: (machine) => {
          tries.push(machine);
          return way.host(tries.length);
        },
      });
      const notes = events.flatMap((event) => (event.kind === 'note' ? [event.text] : []));
      const end = events.at(-1);
      assert.ok(end?.kind === 'end' && end.failed === undefined);
      return { tries: tries.slice(0, 7), notes };
    }
    it('goes to the execute host after three tries, and stays there', async () => {
      const { tries, notes } = await enter({ host: () => ({ says: '.\n', end: { code: 0, stderr: '' } }) });
      assert.deepEqual(tries, ['tool', 'tool', 'tool', 'h', 'h', 'h', 'h']);
      assert.equal(notes.length, 1);
      assert.match(notes[0] ?? '', /7\.0 are read by SSH to h, .*It says: It is not allowed here\.$/);
    });
    it('waits a few seconds for a job that has just begun', async () => {
      let looks = 0;
      const { tries, notes } = await enter({
        host: () => ({ says: '.\n', end: { code: 0, stderr: '' } }),
        ad: () => ({ JobCurrentStartDate: 1000, ServerTime: looks++ < 4 ? 1003 : 1010 }),
      });
      assert.deepEqual(tries, ['tool', 'tool', 'tool', 'tool', 'tool', 'h', 'h']);
      assert.equal(notes.length, 1);
    });
    it('also where the access point has no such tool', async () => {
      const { tries } = await enter({
        tool: () => new TransportError('commandNotFound', 'it is not installed.'),
        host: () => ({ says: '.\n', end: { code: 0, stderr: '' } }),
      });
      assert.deepEqual(tries.slice(2, 5), ['tool', 'h', 'h']);
    });
    it('tries both in turn while neither works, and says once what each says', async () => {
      const { tries, notes } = await enter({ host: () => new TransportError('unreachable', 'h is down.') });
      assert.deepEqual(tries, ['tool', 'tool', 'tool', 'h', 'tool', 'h', 'tool']);
      assert.equal(notes.length, 1);
      assert.match(
        notes[0] ?? '',
        /7\.0 cannot be entered.*It is not allowed here\..* SSH to h says: h is down\./,
      );
    });
    it('tries no login again that needs a person', async () => {
      const refused = new TransportError('authenticationFailed', 'alice@h was not let in.');
      const { tries, notes } = await enter({ host: () => refused });
      assert.deepEqual(tries, ['tool', 'tool', 'tool', 'h', 'tool', 'tool', 'tool']);
      assert.equal(notes.length, 1);
      assert.match(notes[0] ?? '', /was not let in\. Put that right, then open the log pane again/);
    });
    it('goes back where the execute host is gone and the tool works again', async () => {
      const { tries, notes } = await enter({
        tool: (count) => (count < 4 ? notAllowed : { says: '.\n', end: { code: 0, stderr: '' } }),
        host: () => new TransportError('unreachable', 'h is down.'),
      });
      assert.deepEqual(tries, ['tool', 'tool', 'tool', 'h', 'tool', 'tool', 'tool']);
      assert.equal(notes.length, 1);
    });
  });
  it('outlives a schedd that is down for a while', async () => {
    let looks = 0;
    const { events } = await follow({
      queue: () => (looks++ === 0 ? [{ ...ad, JobStatus: 1 }] : looks < 4 ? 'down' : []),
      history: [{ ...ad, JobStatus: 4, ExitCode: 0 }],
      program: (argv) => (readsOnce(argv) ? complete : { says: '', end: 'endless' }),
    });
    assert.deepEqual(
      events.flatMap((event) => (event.kind === 'state' ? [event.state.kind] : [])),
      ['waiting', 'disconnected', 'ended'],
    );
    const end = events.at(-1);
    assert.ok(end?.kind === 'end' && end.failed === undefined);
  });
  it('says nothing after it was disposed', async () => {
    const { events } = await follow({
      queue: () => [{ ...ad, JobStatus: 1 }],
      program: () => ({ says: '', end: 'endless' }),
      until: (event) => event.kind === 'state',
    });
    assert.deepEqual(
      events.map((event) => event.kind),
      ['state'],
    );
  });
});
