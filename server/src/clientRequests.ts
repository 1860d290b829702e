import type { CancellationToken, Connection } from 'vscode-languageserver/node.js';
import { toRange, toTextEdit } from './convert.ts';
import type { Analyses } from './documents.ts';
import { answerAbout } from './editing.ts';
import { addRequirement } from './features/addRequirement.ts';
import { describeSubmit, toProtocol } from './features/describeSubmit.ts';
import { editTransferInput } from './features/editTransferInput.ts';
import { locateSubmitErrors } from './features/locateSubmitErrors.ts';
import { previewJobs } from './features/previewJobs.ts';
import type {
  AddRequirementParams,
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
  connection.onRequest(
    requests.describeSubmit,
    ({ uri }: DocumentParams, token: CancellationToken): SubmitDescription => {
      // Its files may have changed outside the editor since the last edit.
      analyses.forget(uri);
      const none = { errors: [], transferInput: [], included: [] };
      return answerAbout<SubmitDescription>(analyses, uri, token, none, (analysis) => {
        const { document, file, dialect, diagnostics } = analysis;
        return toProtocol(describeSubmit(file, dialect, diagnostics()), (span) => toRange(document, span));
      });
    },
  );
  connection.onRequest(
    requests.previewJobs,
    ({ uri, limit }: PreviewJobsParams, token: CancellationToken): JobsPreview =>
      answerAbout<JobsPreview>(analyses, uri, token, { rows: [] }, ({ file, dialect }) =>
        previewJobs(file, dialect, limit),
      ),
  );
  connection.onRequest(
    requests.editTransferInput,
    (params: EditTransferInputParams, token: CancellationToken): readonly TextEdit[] =>
      answerAbout<readonly TextEdit[]>(analyses, params.uri, token, [], ({ document, file, dialect }) =>
        editTransferInput(file, dialect, params).map((edit) => toTextEdit(document, edit)),
      ),
  );
  connection.onRequest(
    requests.addRequirement,
    ({ uri, clause }: AddRequirementParams, token: CancellationToken): readonly TextEdit[] =>
      answerAbout<readonly TextEdit[]>(analyses, uri, token, [], ({ document, file, dialect }) =>
        addRequirement(file, dialect, clause).map((edit) => toTextEdit(document, edit)),
      ),
  );
  connection.onRequest(
    requests.locateSubmitErrors,
    ({ uri, stderr }: LocateSubmitErrorsParams, token: CancellationToken): readonly LocatedMessage[] =>
      answerAbout<readonly LocatedMessage[]>(analyses, uri, token, [], ({ document, file }) =>
        locateSubmitErrors(file, stderr).map(({ severity, message, span }) => ({
          severity,
          message,
          range: toRange(document, span),
        })),
      ),
  );
};
