import type { Context, Started } from './context.ts';
import { limitationsOf } from './guard.ts';
import type { StartEvent } from './protocol.ts';
import type { News } from './supervise.ts';
import { shimVersion } from './version.ts';

/** A start whose tools are ready, in both records. */
export function tellStart(started: Started, start: number): void {
  const { journal, tools, layout, here } = started;
  const library = here.glibc === '' ? '' : `, C library ${here.glibc}`;
  journal.say(`${tools.version}, driven as ${tools.generation.name}, on Linux ${here.kernel}${library}`);
  for (const limitation of [...tools.generation.limitations, ...limitationsOf(here)])
    journal.say(`note: ${limitation}`);
  if (layout.images.work === layout.images.view) {
    // DMTCP 4.2 and main look for their copies of mapped files at the path where they wrote them.
    journal.say(
      'note: /tmp is not private to this job (MOUNT_UNDER_SCRATCH), so images are written in the sandbox: programs that map ' +
        'files which DMTCP copies (python3 with some locales) do not restart in another sandbox',
    );
  }
  tellStartEvent(started, start, {
    dmtcpVersion: tools.version,
    dmtcpLogDirectory: layout.temporary,
  });
}

/** For programs: every start tells it before anything else, one whose tools never become ready without their facts. */
export function tellStartEvent(
  { host, journal, options, outputs, sandbox }: Context,
  start: number,
  tools: Pick<StartEvent, 'dmtcpVersion' | 'dmtcpLogDirectory'> = {},
): void {
  journal.tell({
    event: 'start',
    start,
    shimVersion,
    host: host.hostName,
    sandbox,
    command: options.command,
    stdout: outputs.stdout,
    stderr: outputs.stderr,
    ...tools,
    ...(options.log === undefined ? {} : { log: options.log }),
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
  });
}

/** What the state machine has to say. */
export function tellNews({ journal }: Context, news: News, pid: number, images: readonly string[]): void {
  switch (news.kind) {
    case 'protected':
      journal.say(`process ${pid} is connected to the coordinator and protected`);
      return journal.tell({ event: 'running', pid, restartedFrom: images });
    case 'unprotected':
      journal.say(
        `process ${pid} runs WITHOUT DMTCP: the library is not inside it (a static or setuid program, or files not found)`,
      );
      return journal.tell({ event: 'unprotected', pid });
    case 'vacate':
      if (news.again) return journal.say(`${news.signal} again: already on it`);
      journal.say(
        `${news.signal}: HTCondor wants the machine back, a checkpoint is made as soon as the program can take one`,
      );
      return journal.tell({ event: 'vacate', signal: news.signal });
    case 'interval':
      return journal.say('the interval is over: a checkpoint is made and handed to HTCondor');
    case 'checkpointing':
      return journal.say(
        news.attempt === 1
          ? 'checkpoint asked for'
          : `checkpoint asked for again (${news.attempt}): the program went on running`,
      );
    case 'timeUp':
      return journal.say(`time is up after ${news.milliseconds} ms`);
  }
}
