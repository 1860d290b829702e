/** Decoding of the JSON files that the shim reads. Wrong input gives undefined, never an exception. */
import type { Ending } from './host/host.ts';
import type { Manifest } from './protocol.ts';
import type { JobRecord } from './record.ts';

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

export function decodeRecord(text: string): JobRecord | undefined {
  const value = parse(text);
  if (!isObject(value) || value['schema'] !== 1) return undefined;
  const { starts, checkpoints, inputOffset, layout, checkpointMilliseconds } = value;
  const images = listOf(value['images'], decodeFile);
  const saved = listOf(value['saved'], (fields) => {
    const file = decodeFile(fields);
    return file !== undefined && isText(fields['original'])
      ? { ...file, original: fields['original'] }
      : undefined;
  });
  const outputs = listOf(value['outputs'], ({ name, size }) =>
    isText(name) && isNumber(size) ? { name, size } : undefined,
  );
  const written = Array.isArray(value['written']) ? value['written'].filter(isText) : [];
  const ended = decodeEnding(value['ended']);
  if (!isNumber(starts) || !isNumber(checkpoints) || !isNumber(inputOffset)) return undefined;
  if (images === undefined || saved === undefined || outputs === undefined) return undefined;
  return {
    schema: 1,
    starts,
    checkpoints,
    inputOffset,
    images,
    saved,
    outputs,
    written,
    ...(isText(layout) ? { layout } : {}),
    ...(isNumber(checkpointMilliseconds) ? { checkpointMilliseconds } : {}),
    ...(ended === undefined ? {} : { ended }),
  };
}
