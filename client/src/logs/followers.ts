import { JobLooks } from '../condor/jobLooks.ts';
import type { Transport } from '../transport/transport.ts';
import { Entrance } from './entrance.ts';
import { StreamHub } from './streamHub.ts';

/** What all panes and views of one access point share, so that many of them cost it little. */
export interface Follower {
  readonly streams: StreamHub;
  readonly looks: JobLooks;
  readonly entrance: Entrance;
}

/** One follower for each access point; it lives as long as its transport does. */
export class Followers {
  private readonly known = new WeakMap<Transport, Follower>();

  of(transport: Transport): Follower {
    const known = this.known.get(transport);
    if (known !== undefined) return known;
    const made = {
      streams: new StreamHub(transport),
      looks: new JobLooks(transport),
      entrance: new Entrance(),
    };
    this.known.set(transport, made);
    return made;
  }
}
