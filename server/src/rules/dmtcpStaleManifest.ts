import type { InputFile } from './dmtcpJob.ts';
import { addToList } from './lines.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { excerpt } from './words.ts';

const manifestName = 'shim_dmtcp.manifest.json';
const advice = 'Run "DMTCP: Package Shim and DMTCP into Submit Directory" again.';

export const dmtcpStaleManifest: Rule = {
  code: 'dmtcp-stale-manifest',
  severity: 'warning',
  summary: 'A package manifest that no longer fits the files.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, inputs } of context.dmtcpJobs) {
      const manifest = inputs?.find((input) => input.name === manifestName);
      if (inputs === undefined || manifest === undefined) continue;
      const content = context.readFile(manifest.path);
      if (content.kind !== 'text') continue;
      const place = { start: manifest.start, end: manifest.end };
      const files = decode(content.text);
      if (files === undefined) {
        yield {
          ...place,
          message: `'${manifest.path}' is no manifest: the shim refuses to start. ${advice}`,
        };
        continue;
      }
      const unlisted = files.filter(
        (file) => file.name !== 'shim_dmtcp' && !inputs.some((input) => input.name === file.name),
      );
      if (unlisted.length > 0) {
        const names = unlisted.map((file) => file.name);
        yield {
          ...place,
          message: `The manifest lists ${excerpt(names.join(', '))}, which transfer_input_files does not: the shim refuses to start.`,
          fixes: [addToList(context, submission, 'transfer_input_files', names)],
        };
      }
      yield* changed(context, files, inputs, manifest);
    }
  },
};

interface Listed {
  readonly name: string;
  readonly size: number;
}

const changed = function* (
  context: RuleContext,
  files: readonly Listed[],
  inputs: readonly InputFile[],
  manifest: InputFile,
): Iterable<Finding> {
  for (const { name, size } of files) {
    const input = inputs.find((candidate) => candidate.name === name);
    const facts = context.lookAtFile(input?.path ?? name);
    if (facts === undefined || facts.size === size) continue;
    const { start, end } = input ?? manifest;
    const message = `'${name}' has ${facts.size} bytes, and the manifest says ${size}: it was changed after packaging, so the shim refuses to start. ${advice}`;
    yield { start, end, message };
  }
};

const decode = (text: string): readonly Listed[] | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // Cut off or edited: the rule tells.
  }
  if (typeof value !== 'object' || value === null || !('files' in value)) return undefined;
  const { files } = value;
  if (!Array.isArray(files)) return undefined;
  return files.flatMap((file: unknown): readonly Listed[] => {
    if (typeof file !== 'object' || file === null || !('name' in file) || !('size' in file)) return [];
    const { name, size } = file;
    return typeof name === 'string' && typeof size === 'number' ? [{ name, size }] : [];
  });
};
