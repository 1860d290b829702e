/** Looks at single jobs of the queue, for many who ask: together in one condor_q, no more often than the schedd bears. */
import type { Transport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport.ts';
import { formatJobId, type Job, type JobId } from './job.ts';
import { queryJobsById } from './queue.ts';

/** Most jobs of one condor_q; its command line is limited. */
const maxBatch = 500;
/** Shortest time between two looks; milliseconds. */
const minGapMs = 300;
/** A look may take at most this share of the time. */
const busyShare = 0.25;

interface Asked {
  readonly id: JobId;
  readonly resolve: (job: Job | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export class JobLooks {
  private asked: Asked[] = [];
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private notBefore = 0;

  constructor(private readonly transport: Transport) {}

  /** One job of the queue; undefined when it is not there (any more). Rejects as queryJobs does. */
  look(id: JobId, signal?: AbortSignal): Promise<Job | undefined> {
    let onAbort = (): void => undefined;
    const answer = new Promise<Job | undefined>((resolve, reject) => {
      const asked = { id, resolve, reject };
      onAbort = () => {
        this.asked = this.asked.filter((one) => one !== asked);
        reject(new TransportError('cancelled', `Looking at job ${formatJobId(id)} was cancelled.`));
      };
      signal?.addEventListener('abort', onAbort);
      this.asked.push(asked);
      this.schedule();
    });
    return answer.finally(() => signal?.removeEventListener('abort', onAbort));
  }

  private schedule(): void {
    if (this.looking || this.timer !== undefined || this.asked.length === 0) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        void this.run();
      },
      Math.max(0, this.notBefore - Date.now()),
    );
  }

  private async run(): Promise<void> {
    const batch = this.asked.splice(0, maxBatch);
    if (batch.length === 0) return;
    this.looking = true;
    const began = Date.now();
    try {
      const ids = new Map(batch.map(({ id }) => [formatJobId(id), id]));
      const jobs = await queryJobsById(this.transport, [...ids.values()]);
      const found = new Map(jobs.map((job) => [formatJobId(job.id), job]));
      for (const { id, resolve } of batch) resolve(found.get(formatJobId(id)));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    const now = Date.now();
    this.notBefore = now + Math.max(minGapMs, (now - began) * (1 / busyShare - 1));
    this.looking = false;
    this.schedule();
  }
}
