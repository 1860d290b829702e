/** Decoding of the JSON files that the shim reads. Wrong input gives undefined, never an exception. */
import type { Ending } from './host/host.ts';
import type { HostFacts } from './hostFacts.ts';
import type { Manifest } from './protocol.ts';
import type { ImageSet, JobRecord, StoredFile } from './record.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** undefined when one item is not what it should be. */
function listOf<T>(value: unknown, item: (fields: Fields) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map((one: unknown) => (isObject(one) ? item(one) : undefined));
  return items.every((one) => one !== undefined) ? items : undefined;
}

const decodeFile = ({ name, size, sha256 }: Fields): Manifest['files'][number] | undefined =>
  isText(name) && isNumber(size) && isText(sha256) ? { name, size, sha256 } : undefined;

export function decodeManifest(text: string): Manifest | undefined {
  const value = parse(text);
  if (!isObject(value) || value['schema'] !== 1) return undefined;
  const { architecture, dmtcpVersion, origin } = value;
  const files = listOf(value['files'], decodeFile);
  if (architecture !== 'x86_64' && architecture !== 'aarch64') return undefined;
  if (files === undefined || !isText(dmtcpVersion) || !isText(origin)) return undefined;
  return { schema: 1, architecture, dmtcpVersion, origin, files };
}

function decodeEnding(value: unknown): Ending | undefined {
  if (!isObject(value)) return undefined;
  if (value['kind'] === 'code' && isNumber(value['code'])) return { kind: 'code', code: value['code'] };
  if (value['kind'] === 'signal' && isNumber(value['signal']))
    return { kind: 'signal', signal: value['signal'] };
  return undefined;
}

const decodeStored = (fields: Fields): StoredFile | undefined => {
  const file = decodeFile(fields);
  return file !== undefined && isText(fields['original'])
    ? { ...file, original: fields['original'] }
    : undefined;
};

const decodeSizes = (value: unknown): ImageSet['outputs'] | undefined =>
  listOf(value, ({ name, size }) => (isText(name) && isNumber(size) ? { name, size } : undefined));

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter(isText) : []);

const textOr = (value: unknown): string => (isText(value) ? value : '');

function decodeHostFacts(value: unknown): HostFacts {
  const fields = isObject(value) ? value : {};
  return {
    host: textOr(fields['host']),
    machine: textOr(fields['machine']),
    kernel: textOr(fields['kernel']),
    glibc: textOr(fields['glibc']),
    cpu: textsOf(fields['cpu']),
    dmtcp: textOr(fields['dmtcp']),
    microarch: textOr(fields['microarch']),
    condorMachine: textOr(fields['condorMachine']),
  };
}

function decodeSet(fields: Fields): ImageSet | undefined {
  const { checkpoint, slot, inputOffset, milliseconds, failures } = fields;
  const images = listOf(fields['images'], decodeStored);
  const saved = listOf(fields['saved'], decodeStored);
  const outputs = decodeSizes(fields['outputs']);
  if (!isNumber(checkpoint) || !isNumber(slot) || !isNumber(inputOffset) || !isNumber(milliseconds))
    return undefined;
  if (images === undefined || images.length === 0 || saved === undefined || outputs === undefined)
    return undefined;
  return {
    checkpoint,
    slot,
    images,
    saved,
    outputs,
    inputOffset,
    milliseconds,
    madeOn: decodeHostFacts(fields['madeOn']),
    failures: isNumber(failures) ? failures : 0,
  };
}

export function decodeRecord(text: string): JobRecord | undefined {
  const value = parse(text);
  if (!isObject(value) || value['schema'] !== 2) return undefined;
  const { starts, checkpoints, failedStarts, tooSlow, layout } = value;
  const sets = listOf(value['sets'], decodeSet);
  const outputs = decodeSizes(value['outputs']);
  const ended = decodeEnding(value['ended']);
  if (!isNumber(starts) || !isNumber(checkpoints) || sets === undefined || outputs === undefined)
    return undefined;
  return {
    schema: 2,
    starts,
    checkpoints,
    sets,
    outputs,
    replaced: textsOf(value['replaced']),
    setAside: textsOf(value['setAside']),
    failedStarts: isNumber(failedStarts) ? failedStarts : 0,
    written: textsOf(value['written']),
    placeholders: textsOf(value['placeholders']),
    ...(isNumber(tooSlow) ? { tooSlow } : {}),
    ...(isText(layout) ? { layout } : {}),
    ...(ended === undefined ? {} : { ended }),
  };
}
