import type { DmtcpGeneration } from './installation.ts';

export type DmtcpLogKind = 'coordinator' | 'launch' | 'restart' | 'worker' | 'backtrace' | 'maps';

export interface DmtcpLogFile {
  readonly kind: DmtcpLogKind;
  /** The first generation that names its files so. */
  readonly since: DmtcpGeneration;
  /** The program, where the name has it (jassertlog.ID_PROGRAM). */
  readonly program?: string;
}

/** What a file name (its last part) says, in the manner of every generation; undefined: no log of DMTCP's. */
export declare function classifyDmtcpLog(name: string): DmtcpLogFile | undefined;

export type LogLevel = 'trace' | 'info' | 'note' | 'warning' | 'error';

export interface DmtcpLogLine {
  readonly level: LogLevel;
  /** As written: "2026-11-22T16:27:24.224". */
  readonly time?: string;
  /** In workers the virtual process id (40000 and up). */
  readonly pid?: number;
  /** "file.cpp:374 in refill" */
  readonly place?: string;
  /** The line without colours and without what the other fields hold. */
  readonly text: string;
}

/** Parses the head line of a message; undefined for every other line (continuations, backtraces). Total. */
export declare function parseDmtcpLogLine(line: string): DmtcpLogLine | undefined;
