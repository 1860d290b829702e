/** The follower's script in a session of condor_ssh_to_job: it must not outlive the job. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { commandLine, followScript } from '../../../client/src/logs/followScript.ts';
import { FrameDecoder } from '../../../client/src/logs/frames.ts';
import { until } from '../../support/until.ts';

describe('the follower’s script and the job’s processes', () => {
  it('ends with them, after it has told what they wrote last', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'dmtcp-condor-end-'));
    const out = path.join(directory, 'out');
    writeFileSync(out, 'first\n');
    const job = spawn('sleep', ['60']);
    const script = followScript({
      sets: [{ directory: '', names: { kind: 'literal', name: 'out' } }],
      positions: new Map(),
      once: false,
    });
    const follower = spawn('sh', ['-c', commandLine(script)], {
      cwd: directory,
      env: { ...process.env, _CONDOR_JOB_PIDS: String(job.pid) },
    });
    try {
      const decoder = new FrameDecoder();
      let text = '';
      follower.stdout.on('data', (data: Buffer) => {
        for (const frame of decoder.append(data)) {
          if (frame.kind === 'data') text = text.slice(0, frame.from) + Buffer.from(frame.bytes).toString();
        }
      });
      const closed = once(follower, 'close');
      await until('the first line is told', () => text === 'first\n');
      appendFileSync(out, 'last\n');
      job.kill();
      await once(job, 'exit');
      const [code] = (await closed) as [number | null];
      assert.equal(code, 0);
      assert.equal(text, 'first\nlast\n');
    } finally {
      job.kill();
      follower.kill();
      rmSync(directory, { recursive: true });
    }
  });
});
