import { parseEnvironment, partsOf } from '../submit/index.ts';
import type { Submission } from '../submit/index.ts';
import type { DmtcpJob } from './dmtcpJob.ts';
import { addToList, removeStatement } from './lines.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { checkedSetting, locatedValue, transfersNothing, valueSpan } from './settings.ts';
import { pathOption } from './shimCall.ts';
import { alternatives } from './words.ts';

export const dmtcpImagesLeftBehind: Rule = {
  code: 'dmtcp-images-left-behind',
  severity: 'warning',
  summary: 'Checkpoint images that do not travel: not listed, or in a directory.',
  check: function* (context): Iterable<Finding> {
    for (const job of context.dmtcpJobs) {
      const { submission, shim } = job;
      const setting = checkedSetting(submission, 'transfer_output_files')?.setting;
      const list = locatedValue(submission, 'transfer_output_files');
      if (shim === undefined) continue;
      if (setting === undefined || list === undefined) {
        yield* withoutList(job);
        continue;
      }
      const listed = partsOf(list, ',').map((item) => plain(item.text));
      if (listed.includes('.')) continue;
      const span = valueSpan(setting);
      const directory = pathOption(shim, 'ckptdir')?.text ?? directoryInEnvironment(submission);
      if (directory === undefined || plain(directory) === '.') {
        yield { ...span, ...withoutDirectory(context, setting.assignment) };
        continue;
      }
      if (directory.startsWith('/')) continue;
      const missing = needed(job, directory).filter((name) => !listed.includes(plain(name)));
      if (missing.length === 0) continue;
      yield {
        ...span,
        message: `Only what is listed travels at an eviction, and ${alternatives(missing).replace(' or ', ' and ')} ${missing.length === 1 ? 'is' : 'are'} not listed: the next start could not continue.`,
        fixes: [addToList(context, submission, 'transfer_output_files', missing)],
      };
    }
  },
};

/** Without a list, HTCondor brings back the files that are new in the sandbox, but no directory. */
const withoutList = function* (job: DmtcpJob): Iterable<Finding> {
  const { submission, shim } = job;
  const option = shim === undefined ? undefined : pathOption(shim, 'ckptdir');
  if (option === undefined || transfersNothing(submission)) return;
  if (plain(option.text) === '.' || option.text.startsWith('/')) return;
  yield {
    start: option.start,
    end: option.end,
    message: `Without transfer_output_files, HTCondor brings files of the sandbox back, but no directories: the images in '${option.text}' would be left behind. Leave --ckptdir out, or list ${needed(job, option.text).join(', ')} and the program's outputs.`,
  };
};

const withoutDirectory = (
  context: RuleContext,
  assignment: Parameters<typeof removeStatement>[1],
): Pick<Finding, 'message' | 'fixes'> => ({
  message:
    "Only what is listed travels at an eviction, and the names of the checkpoint images (ckpt_*.dmtcp) are not known before: leave transfer_output_files out, so that everything new travels, or give the shim '--ckptdir DIR' and list DIR.",
  fixes: [
    {
      title: 'Remove transfer_output_files',
      edits: [removeStatement(context.file.text, assignment)],
      choice: true,
    },
  ],
});

/** What the next start needs: the images, what the shim remembers, and the outputs that go on growing. */
const needed = ({ shim }: DmtcpJob, directory: string): readonly string[] => {
  const outputs = (['stdout', 'stderr'] as const).flatMap((name) =>
    shim === undefined ? [] : (pathOption(shim, name)?.text ?? []),
  );
  const state = 'shim_dmtcp.$(Cluster).$(Process).state.json';
  return [directory, state, ...outputs.filter((name) => !name.startsWith('/'))];
};

const plain = (path: string): string => path.replace(/^(?:\.\/+)+(?=.)/, '').replace(/(.)\/+$/, '$1');

const directoryInEnvironment = (submission: Submission): string | undefined => {
  const value = checkedSetting(submission, 'environment')?.value ?? '';
  const entry = parseEnvironment(value).words.find((word) => word.text.startsWith('DMTCP_CHECKPOINT_DIR='));
  return entry?.text.slice('DMTCP_CHECKPOINT_DIR='.length);
};
