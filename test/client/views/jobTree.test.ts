import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Job, JobStatus } from '../../../client/src/condor/job.ts';
import { TransportError } from '../../../client/src/transport/transport.ts';
import {
  clusterRows,
  jobsOf,
  pointRows,
  summary,
  topRows,
  type PointState,
  type Row,
} from '../../../client/src/views/jobTree.ts';

const job = (cluster: number, proc: number, status: JobStatus = 'idle'): Job => ({
  id: { cluster, proc },
  status,
  owner: 'alice',
  command: '/home/alice/run',
  arguments: '',
  runSeconds: 0,
  starts: 0,
  shadowStarts: 0,
  initialDirectory: '/home/alice',
});
const point = (name: string, jobs: readonly Job[]): PointState => ({
  name,
  queue: { kind: 'known', accessPoint: name, jobs },
  ended: [],
  jobs,
  readAtMs: 0,
});
function brief(row: Row): string {
  switch (row.kind) {
    case 'job':
      return `${row.jobId.cluster}.${row.jobId.proc} ${row.job.status}`;
    case 'cluster':
      return `cluster ${row.cluster} of ${row.jobs.length}`;
    case 'range':
      return `range ${row.label} of ${row.rows.length}`;
    case 'accessPoint':
      return `point ${row.point.name}`;
    case 'ended':
    case 'history':
    case 'failed':
    case 'note':
      return row.kind;
  }
}
const below = (row: Row | undefined): readonly Row[] => {
  assert.ok(row !== undefined);
  return row.kind === 'range' ? row.rows : row.kind === 'cluster' ? clusterRows(row) : [];
};

describe('the tree of jobs', () => {
  it('folds arrays, held ones first, then running ones', () => {
    const jobs = [job(1, 0), job(2, 0, 'running'), job(3, 0), job(3, 1, 'held'), job(4, 0, 'held')];
    assert.deepEqual(topRows([point('ap', jobs)]).map(brief), [
      'cluster 3 of 2',
      '4.0 held',
      '2.0 running',
      '1.0 idle',
      'history',
    ]);
    assert.deepEqual(below(topRows([point('ap', jobs)])[0]).map(brief), ['3.1 held', '3.0 idle']);
  });
  it('has the history below what is there; of an empty queue alone when it is asked for', () => {
    assert.deepEqual(topRows([point('ap', [])]), []);
    const asked = topRows([point('ap', [])], true);
    assert.deepEqual(asked, [{ kind: 'history', accessPoint: 'ap', open: true }]);
    assert.deepEqual(pointRows(point('ap', [])).map(brief), ['history']);
  });
  it('shows each of several access points with what is known of it', () => {
    const failed: PointState = {
      ...point('down', []),
      queue: { kind: 'failed', accessPoint: 'down', error: new Error('no route'), triesAgain: true },
    };
    const points = [point('a', [job(1, 0)]), failed];
    assert.deepEqual(topRows(points).map(brief), ['point a', 'point down']);
    const [row] = pointRows(failed);
    assert.ok(row?.kind === 'failed' && row.message === 'no route');
    assert.equal(row.asOfMs, undefined);
    assert.equal(row.needsLogin, false);
    const error = new TransportError('authenticationFailed', 'a password is missing');
    const [login] = pointRows({
      ...failed,
      queue: { kind: 'failed', accessPoint: 'down', error, triesAgain: false },
    });
    assert.ok(login?.kind === 'failed' && login.needsLogin);
    // What was seen last stays.
    const lost = { ...failed, jobs: [job(1, 0, 'running')], readAtMs: 5 };
    assert.deepEqual(pointRows(lost).map(brief), ['failed', '1.0 running']);
  });
  it('is empty while there is nothing, so that the view can say what to do', () => {
    assert.deepEqual(topRows([]), []);
    assert.deepEqual(topRows([point('a', [])]), []);
  });
  it('never has more than a few hundred rows below one, and loses none of 10,000 jobs', () => {
    const states: readonly JobStatus[] = ['idle', 'idle', 'running', 'held'];
    const one = Array.from({ length: 10_000 }, (_, i) => job(7, i, states[i % 4]));
    const many = Array.from({ length: 10_000 }, (_, i) => job(i, 0, states[i % 4]));
    for (const jobs of [one, many]) {
      const seen: Job[] = [];
      const walk = (rows: readonly Row[]): void => {
        assert.ok(rows.length <= 210, `${rows.length} rows`);
        for (const row of rows) {
          if (row.kind === 'job') seen.push(row.job);
          else walk(below(row));
        }
      };
      const rows = topRows([point('a', jobs)]);
      walk(rows);
      assert.equal(seen.length, 10_000);
      assert.equal(new Set(seen).size, 10_000);
      assert.equal(seen[0]?.status, 'held');
      assert.equal(rows.flatMap(jobsOf).length, 10_000);
    }
    assert.equal(below(topRows([point('a', one)])[0]).map(brief)[0], 'range 7.3 – 7.799 held of 200');
  });
  it('counts states, those that need somebody first', () => {
    assert.equal(
      summary([job(1, 0), job(1, 1), job(1, 2, 'held'), job(1, 3, 'running')]),
      '1 held, 1 running, 2 idle',
    );
  });
});
