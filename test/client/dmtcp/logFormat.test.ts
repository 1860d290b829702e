import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { classifyDmtcpLog, parseDmtcpLogLine, stripColours } from '../../../client/src/dmtcp/logFormat.ts';

const linesOf = (name: string): readonly string[] =>
  readFileSync(`test/client/fixtures/dmtcp/${name}`, 'latin1').split('\n');

describe('classifyDmtcpLog', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['jassertlog.98ff-4232-32ea37d4b2a_dmtcp_coordinator', 'coordinator since 1 of dmtcp_coordinator'],
    ['jassertlog.98ff-4254-32eab74a16d_dmtcp_launch', 'launch since 1 of dmtcp_launch'],
    ['jassertlog.98ff-40000-33006c0fca2_python3.9', 'worker since 1 of python3.9'],
    ['jassertlog.98ff-40000-33006c0fca2', 'worker since 1'],
    ['backtrace.98ff-4094-32e5b0f80d2', 'backtrace since 1'],
    ['proc-maps.98ff-4094-32e5b0f80d2', 'maps since 1'],
    ['dmtcp_coordinator.2026-11-22T16:45:45.100.98ff-27642-305f8cb3012.log', 'coordinator since 3'],
    ['dmtcp_launch.2026-11-22T16:45:45.121.98ff-27645-305fa0ba9ca.log', 'launch since 3'],
    ['dmtcp_restart.2026-11-22T16:45:49.031.98ff-27802-306e323a4f4.log', 'restart since 3'],
    ['dmtcpworker.2026-11-22T16:45:49.059.98ff-40000-305fb962146.log', 'worker since 3'],
    ['dmtcpPidMap.98ff-40000-305fa0ba9ca.306e461971c', undefined],
    ['shim_dmtcp.1.0.dmtcp.log', undefined],
    ['jassertlog', undefined],
    ['', undefined],
  ];
  for (const [name, expected] of cases) {
    it(`${name || 'nothing'}: ${expected ?? 'no log'}`, () => {
      const file = classifyDmtcpLog(name);
      const program = file?.program === undefined ? '' : ` of ${file.program}`;
      assert.equal(file === undefined ? undefined : `${file.kind} since ${file.since}${program}`, expected);
    });
  }
});

describe('parseDmtcpLogLine', () => {
  it('reads 1.2 and 2.6', () => {
    const line = "[6226] ERROR at connectionmanager.cpp:1006 in first_char; REASON='JASSERT(rc == 1) failed'";
    assert.deepEqual(parseDmtcpLogLine(line), {
      level: 'error',
      pid: 6226,
      place: 'connectionmanager.cpp:1006 in first_char',
      text: 'JASSERT(rc == 1) failed',
    });
    const levels = linesOf('2.6.0-socket.log').flatMap((text) => parseDmtcpLogLine(text)?.level ?? []);
    assert.deepEqual(new Set(levels), new Set(['trace', 'note', 'warning']));
  });
  it('reads 3.2 and 4.2, coloured as their files are', () => {
    const line =
      "\u001b[0m\u001b[0;31m[2026-11-22T16:31:05.048, 40000, 40002, Error] at fileconnection.cpp:374 in refill; REASON='ASSERT_NE failed; <-1(-1)> != <tempfd(-1)>.";
    assert.deepEqual(parseDmtcpLogLine(line), {
      level: 'error',
      time: '2026-11-22T16:31:05.048',
      pid: 40000,
      place: 'fileconnection.cpp:374 in refill',
      text: 'ASSERT_NE failed; <-1(-1)> != <tempfd(-1)>.',
    });
    const errors = linesOf('4.2.0-file-missing.log').filter(
      (text) => parseDmtcpLogLine(text)?.level === 'error',
    );
    assert.equal(errors.length, 1);
    assert.match(parseDmtcpLogLine(errors[0] ?? '')?.text ?? '', /Message: File not found\./);
  });
  it('reads the main branch', () => {
    assert.deepEqual(
      parseDmtcpLogLine('NOTE at dmtcp_coordinator.cpp:885: <none>: last client exited, shutting down..'),
      {
        level: 'note',
        place: 'dmtcp_coordinator.cpp:885',
        text: 'last client exited, shutting down..',
      },
    );
    const failed = parseDmtcpLogLine(
      'ASSERT at dmtcprestartinternal.cpp:521: false: execvp(mtcp_restart) failed: errno=2',
    );
    assert.deepEqual([failed?.level, failed?.text], ['error', 'false: execvp(mtcp_restart) failed: errno=2']);
    assert.ok(linesOf('main-coordinator.log').some((text) => parseDmtcpLogLine(text)?.level === 'note'));
  });
  it('takes nothing else for a message', () => {
    for (const line of [
      '',
      '     filename = empty.dmtcp',
      'Message: ERROR: no',
      'dmtcp_restart (6226): Terminating...',
      'ERROR at night',
    ]) {
      assert.equal(parseDmtcpLogLine(line), undefined, line);
    }
  });
  it('takes any line, quickly', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 100 }),
        fc.constantFrom('[1] ', '[2026, 1, 1, Error] at ', 'NOTE at ', ''),
        (text, start) => {
          parseDmtcpLogLine(start + text);
        },
      ),
    );
    parseDmtcpLogLine(`[1] ERROR at ${'a'.repeat(1_000_000)}`);
  });
  it('strips colours', () => assert.equal(stripColours('\u001b[0;31mred\u001b[0m'), 'red'));
});
