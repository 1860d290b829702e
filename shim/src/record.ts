import { decodeRecord } from './decode.ts';
import type { Ending, Host } from './host/host.ts';
import { fileNames, type ManifestFile } from './protocol.ts';

/** A copy of a mapped file, as DMTCP keeps them beside its images, in a flat file that HTCondor transfers. */
export interface SavedFile extends ManifestFile {
  /** DIRECTORY/NAME where DMTCP works. */
  readonly original: string;
}

/** `shim_dmtcp.JOB.state.json`: what a later start must know. Travels with the sandbox. */
export interface JobRecord {
  readonly schema: 1;
  /** Starts of the shim, this one included. */
  readonly starts: number;
  /** Proven checkpoints over all starts. */
  readonly checkpoints: number;
  /** The newest image set, names relative to the sandbox; empty before the first checkpoint. */
  readonly images: readonly ManifestFile[];
  /** Files that DMTCP saved beside the images. */
  readonly saved: readonly SavedFile[];
  /** Sizes of the files behind standard output and error at that checkpoint. */
  readonly outputs: readonly { readonly name: string; readonly size: number }[];
  /** Bytes of standard input that the program had read at that checkpoint. */
  readonly inputOffset: number;
  /** Files in the sandbox that earlier starts wrote. */
  readonly written: readonly string[];
  /** How long that checkpoint took. */
  readonly checkpointMilliseconds?: number;
  /** Directory below which DMTCP was laid out; images remember it. */
  readonly layout?: string;
  /** The program has ended while the job was being evicted: a later start repeats this ending and runs nothing. */
  readonly ended?: Ending;
}

const empty: JobRecord = {
  schema: 1,
  starts: 0,
  checkpoints: 0,
  images: [],
  saved: [],
  outputs: [],
  inputOffset: 0,
  written: [],
};

/** The record of earlier starts; one of no starts when there is none. `damaged` when it cannot be read. */
export function readRecord(
  host: Host,
  job: string,
): { readonly record: JobRecord; readonly damaged: boolean } {
  const text = host.files.read(fileNames.state(job));
  if (text === undefined) return { record: empty, damaged: false };
  const record = decodeRecord(text);
  return { record: record ?? empty, damaged: record === undefined };
}

/** Throws HostError when it cannot be written. */
export const writeRecord = (host: Host, job: string, record: JobRecord): void =>
  host.files.writeSafely(fileNames.state(job), `${JSON.stringify(record, undefined, 1)}\n`);
