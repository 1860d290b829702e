import { decodeRecord } from './decode.ts';
import type { Ending, Host } from './host/host.ts';
import type { HostFacts } from './hostFacts.ts';
import { fileNames, type ManifestFile } from './protocol.ts';

/** A file of a checkpoint, as it is kept in the sandbox. */
export interface StoredFile extends ManifestFile {
  /** Its name where DMTCP works: NAME for an image, DIRECTORY/NAME for a copy of a mapped file. */
  readonly original: string;
}

/** A proven checkpoint. */
export interface ImageSet {
  /** Which checkpoint of the job it is, from 1. */
  readonly checkpoint: number;
  /** Part of its files' names: sets that are kept at the same time have different slots. */
  readonly slot: number;
  /** Names relative to the sandbox. An empty SHA-256: there was no time to compute it. */
  readonly images: readonly StoredFile[];
  /** Files that DMTCP saved beside the images. */
  readonly saved: readonly StoredFile[];
  /** Sizes of the files behind standard output and error at that checkpoint. */
  readonly outputs: readonly { readonly name: string; readonly size: number }[];
  /** Bytes of standard input that the program had read at that checkpoint. */
  readonly inputOffset: number;
  readonly milliseconds: number;
  /** The machine that it was made on. */
  readonly madeOn: HostFacts;
  /** Restarts from it that failed. */
  readonly failures: number;
}

/** `shim_dmtcp.JOB.state.json`: what a later start must know. Travels with the sandbox. */
export interface JobRecord {
  readonly schema: 2;
  /** Starts of the shim, this one included. */
  readonly starts: number;
  /** Proven checkpoints over all starts. */
  readonly checkpoints: number;
  /** Image sets to restart from, newest first; empty before the first checkpoint. */
  readonly sets: readonly ImageSet[];
  /** Names of images that newer ones have replaced: they may come back from the access point, and are removed then. */
  readonly replaced: readonly string[];
  /** Names of images that could not be restarted from; never deleted. */
  readonly setAside: readonly string[];
  /** Starts in a row that found no set to restart from. */
  readonly failedStarts: number;
  /** Sizes of the files behind standard output and error when the program first began. */
  readonly outputs: ImageSet['outputs'];
  /** Files in the sandbox that earlier starts wrote. */
  readonly written: readonly string[];
  /** Empty files that stand for outputs which the program has not written yet. */
  readonly placeholders: readonly string[];
  /** Milliseconds after which a checkpoint was given up, where none has succeeded since. */
  readonly tooSlow?: number;
  /** Directory below which DMTCP was laid out; images remember it. */
  readonly layout?: string;
  /** The program has ended while the job was being evicted: a later start repeats this ending and runs nothing. */
  readonly ended?: Ending;
}

export const emptyRecord: JobRecord = {
  schema: 2,
  starts: 0,
  checkpoints: 0,
  sets: [],
  replaced: [],
  setAside: [],
  failedStarts: 0,
  outputs: [],
  written: [],
  placeholders: [],
};

/** Every file of a set. */
export const filesOf = ({ images, saved }: Pick<ImageSet, 'images' | 'saved'>): readonly StoredFile[] => [
  ...images,
  ...saved,
];

/** The record of earlier starts; one of no starts when there is none. `damaged` when it cannot be read. */
export function readRecord(
  host: Host,
  job: string,
): { readonly record: JobRecord; readonly damaged: boolean } {
  const text = host.files.read(fileNames.state(job));
  if (text === undefined) return { record: emptyRecord, damaged: false };
  const record = decodeRecord(text);
  return { record: record ?? emptyRecord, damaged: record === undefined };
}

/** Throws HostError when it cannot be written. */
export const writeRecord = (host: Host, job: string, record: JobRecord): void =>
  host.files.writeSafely(fileNames.state(job), `${JSON.stringify(record, undefined, 1)}\n`);
