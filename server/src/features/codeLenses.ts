import type { Dialect, Span, SubmitFile } from '../submit/index.ts';
import { jobCountOf } from '../submit/index.ts';

export interface CodeLens {
  readonly span: Span;
  readonly title: string;
  readonly command: 'previewJobs' | 'packageFiles' | 'submitJob';
}

const lensLimit = 50;

/** Above each queue statement: how many jobs it makes, and what can be done with the file. */
export const codeLenses = (file: SubmitFile, dialect: Dialect): readonly CodeLens[] =>
  file.statements
    .filter((statement) => statement.kind === 'queue')
    .filter(({ active }) => active)
    .slice(0, dialect.textAfterQueue ? lensLimit : 1)
    .flatMap((queue) => {
      const count = jobCountOf(queue, dialect);
      const title =
        count === undefined
          ? 'Jobs: known at submission'
          : count === 1
            ? '1 job'
            : `${count.toLocaleString('en-US')} jobs`;
      const span = queue.keyword;
      return [
        { span, title, command: 'previewJobs' as const },
        { span, title: 'Package', command: 'packageFiles' as const },
        { span, title: 'Submit', command: 'submitJob' as const },
      ];
    });
