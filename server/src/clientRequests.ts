import type { Connection } from 'vscode-languageserver/node.js';
import { toRange, toTextEdit } from './convert.ts';
import type { Analyses } from './documents.ts';
import { describeSubmit, toProtocol } from './features/describeSubmit.ts';
import { editTransferInput } from './features/editTransferInput.ts';
import { locateSubmitErrors } from './features/locateSubmitErrors.ts';
import { previewJobs } from './features/previewJobs.ts';
import type {
  DocumentParams,
  EditTransferInputParams,
  JobsPreview,
  LocatedMessage,
  LocateSubmitErrorsParams,
  PreviewJobsParams,
  SubmitDescription,
  TextEdit,
} from './protocol.ts';
import { requests } from './protocol.ts';

/** Answers what the client asks beyond LSP. */
export const registerClientRequests = (connection: Connection, analyses: Analyses): void => {
  connection.onRequest(requests.describeSubmit, ({ uri }: DocumentParams): SubmitDescription => {
    // Its files may have changed outside the editor since the last edit.
    analyses.forget(uri);
    const analysis = analyses.of(uri);
    if (analysis === undefined) return { errors: [], transferInput: [], included: [] };
    const { document, file, dialect, diagnostics } = analysis;
    return toProtocol(describeSubmit(file, dialect, diagnostics()), (span) => toRange(document, span));
  });
  connection.onRequest(requests.previewJobs, ({ uri, limit }: PreviewJobsParams): JobsPreview => {
    const analysis = analyses.of(uri);
    return analysis === undefined ? { rows: [] } : previewJobs(analysis.file, analysis.dialect, limit);
  });
  connection.onRequest(requests.editTransferInput, (params: EditTransferInputParams): readonly TextEdit[] => {
    const analysis = analyses.of(params.uri);
    if (analysis === undefined) return [];
    const { document, file, dialect } = analysis;
    return editTransferInput(file, dialect, params).map((edit) => toTextEdit(document, edit));
  });
  connection.onRequest(
    requests.locateSubmitErrors,
    ({ uri, stderr }: LocateSubmitErrorsParams): readonly LocatedMessage[] => {
      const analysis = analyses.of(uri);
      if (analysis === undefined) return [];
      const { document, file } = analysis;
      return locateSubmitErrors(file, stderr).map(({ severity, message, span }) => ({
        severity,
        message,
        range: toRange(document, span),
      }));
    },
  );
};
