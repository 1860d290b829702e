import type { SourceText, Span, Submission } from '../submit/index.ts';
import { parseArguments, partsOf, spanIn } from '../submit/index.ts';
import type { CheckedSetting } from './settings.ts';
import { checkedSetting, locatedValue, valueSpan } from './settings.ts';
import type { ShimCall } from './shimCall.ts';
import { readShimCall } from './shimCall.ts';

/** A file of transfer_input_files. */
export interface InputFile extends Span {
  /** As written, macros expanded but for $(Cluster) and $(Process). */
  readonly path: string;
  /** Its name in the sandbox. */
  readonly name: string;
}

/** What a queue statement submits, where it runs under DMTCP. */
export interface DmtcpJob {
  readonly submission: Submission;
  /** Where to show what concerns the job as a whole: its executable. */
  readonly place: Span;
  /** Undefined where DMTCP's files are transferred and something else than shim_dmtcp runs. */
  readonly shim: ShimCall | undefined;
  /** The items of transfer_input_files; undefined when they are not all known. */
  readonly inputs: readonly InputFile[] | undefined;
}

/** Names of DMTCP's own tools and libraries, of any generation. */
export const isDmtcpFile = (name: string): boolean =>
  /^(?:dmtcp_(?:launch|checkpoint|coordinator|command|restart|ssh|sshd|nocheckpoint)|mtcp_restart|libdmtcp[\w-]*\.so|libmtcp\.so(?:\.\d+)*|dmtcp_?hijack\.so)$/.test(
    name,
  );

/** The submissions that run under DMTCP: their executable is shim_dmtcp, or DMTCP's files travel with them. */
export const dmtcpJobsOf = (submissions: readonly Submission[]): readonly DmtcpJob[] =>
  submissions.flatMap((submission) => {
    const executable = checkedSetting(submission, 'executable');
    if (executable === undefined) return [];
    const isShim = executable.value.replace(/^.*\//, '') === 'shim_dmtcp';
    const list = locatedValue(submission, 'transfer_input_files');
    // Most files have nothing to do with DMTCP, and this is asked of all of them.
    if (!isShim && list?.text.includes('mtcp') !== true) return [];
    const inputs = list === undefined ? [] : inputsOf(list);
    if (!isShim && !inputs.some((input) => isDmtcpFile(input.name))) return [];
    const complete = inputs.every((input) => !/\$\(|\$\$|\/$|:\/\//.test(input.path));
    return [jobOf(submission, executable, isShim, complete ? inputs : undefined)];
  });

const jobOf = (
  submission: Submission,
  executable: CheckedSetting,
  isShim: boolean,
  inputs: readonly InputFile[] | undefined,
): DmtcpJob => ({
  submission,
  place: valueSpan(executable.setting),
  shim: isShim ? shimOf(submission) : undefined,
  inputs,
});

const inputsOf = (list: SourceText): readonly InputFile[] =>
  partsOf(list, ',').map(({ text, start, end }) => ({
    path: text,
    name: text.replace(/\/+$/, '').replace(/^.*\//, ''),
    start,
    end,
  }));

const shimOf = (submission: Submission): ShimCall => {
  const value = locatedValue(submission, 'arguments');
  if (value === undefined) return readShimCall([]);
  const { words } = parseArguments(value.text);
  return readShimCall(words.map((word) => ({ text: word.text, ...spanIn(value, word.start, word.end) })));
};

/** What to do about an input file that is not there. */
export const dmtcpFileAdvice = (path: string): string =>
  isDmtcpFile(path.replace(/^.*\//, '')) || path === 'shim_dmtcp.manifest.json'
    ? 'Run "DMTCP: Package Shim and DMTCP into Submit Directory".'
    : '';
