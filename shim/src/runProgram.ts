import { tellNews } from './announce.ts';
import type { Started } from './context.ts';
import { drive, type RunResult } from './drive.ts';
import { writeHandFiles } from './handFiles.ts';
import type { Host } from './host/host.ts';
import { bringImages, clearImages, removeFiles } from './imageStore.ts';
import { giveUp } from './imageSets.ts';
import { trying } from './conclude.ts';
import { cutBack, sizesOf } from './outputs.ts';
import { join } from './paths.ts';
import { watchCheckpoints } from './periodic.ts';
import { writeRecord, type ImageSet, type JobRecord } from './record.ts';
import type { Plan } from './plan.ts';
import type { Limits, News, SoftKill } from './supervise.ts';

export interface Attempt {
  /** What to restart from; undefined: the beginning. */
  readonly set: ImageSet | undefined;
  /** 1 for the first attempt of this start. */
  readonly number: number;
  readonly plan: Plan;
  readonly onSignal: (listener: (signal: SoftKill) => void) => void;
  /** The record, which checkpoints change while the program runs. */
  readonly record: { current: JobRecord };
  readonly onNews: (news: News) => void;
}

/** Runs the program once, from a set of images or from the beginning, to its outcome. */
export async function runProgram(start: Started, attempt: Attempt): Promise<RunResult> {
  const { host, options, tools, layout, journal } = start;
  const { set, plan, record, number } = attempt;
  const { view, work } = layout.images;
  if (set === undefined) clearImages(host, view);
  const images = set === undefined ? [] : bringImages(host, view, set).map((name) => join(work, name));
  cutBack(host, (set ?? record.current).outputs, journal.say);
  const name = `dmtcp_coordinator.start-${record.current.starts}${number > 1 ? `-${number}` : ''}.log`;
  const coordinatorLog = join(layout.temporary, name);
  const watch = watchCheckpoints(start, coordinatorLog);
  return drive({
    host,
    tools,
    layout,
    logs: start.logs,
    limits: limitsOf(start, attempt, images),
    checkpointDirectory: work,
    interval: plan.ownInterval,
    images,
    program: { kind: 'own', from: options.commandIndex },
    environment: plan.environment,
    stdin:
      options.stdin === undefined
        ? { kind: 'null' }
        : { kind: 'read', path: options.stdin, offset: set?.inputOffset ?? 0 },
    stdout: { kind: 'append', path: start.outputs.stdout },
    stderr: { kind: 'append', path: start.outputs.stderr },
    portFile: join(layout.directory, 'port'),
    coordinatorLog,
    onSignal: attempt.onSignal,
    say: journal.say,
    tell: (news, pid) => {
      tellNews(start, news, pid, images);
      attempt.onNews(news);
    },
    onCoordinator: (port) => writeHandFiles(start, layout, port),
    onCheckpoint: () => {
      record.current = makeRoom(start, record.current);
    },
    outputSizes: () => sizesOf(host, start.outputs),
    watch: (offset) => {
      record.current = watch.look(record.current, offset);
    },
  });
}

/** Where the disk would not take another image, older generations than the newest give way to it. */
function makeRoom(start: Started, record: JobRecord): JobRecord {
  const { host, job, journal } = start;
  const [newest, ...older] = record.sets;
  const free = host.files.freeBytes(start.kept);
  if (newest === undefined || older.length === 0 || free === undefined) return record;
  const needed = newest.images.reduce((sum, image) => sum + image.size, 0) * 1.2;
  if (free >= needed) return record;
  const smaller = giveUp(record, 1);
  trying(start, () => {
    writeRecord(host, job.id, smaller);
    removeFiles(host, smaller.replaced);
  });
  const gone = older.map(({ checkpoint }) => checkpoint).join(', ');
  journal.say(
    `only ${free} bytes are free and an image may need ${Math.round(needed)}: the images of checkpoint ${gone} make room`,
  );
  return smaller;
}

function limitsOf({ host, options, allowed }: Started, { plan }: Attempt, images: readonly string[]): Limits {
  return {
    restarting: images.length > 0,
    allowUnprotected: options.allowUnprotected,
    connectWithin:
      options.startTimeout === undefined ? connectTime(host, images) : options.startTimeout * 1000,
    checkpointWithin: allowed,
    intervalWithin: Math.max(allowed, anHour),
    ...(plan.stopAfter === undefined ? {} : { stopAfter: plan.stopAfter }),
  };
}

const anHour = 3_600_000;

/** Milliseconds until a program must be protected; a restart reads its images first, at 5 MB/s on a bad day. */
const connectTime = (host: Host, images: readonly string[]): number =>
  60_000 + images.reduce((sum, path) => sum + (host.files.status(path)?.size ?? 0), 0) / 5_000;
