// What the language server is compared with: it keeps the documents and answers what it was told to, without looking.
import {
  createConnection,
  ProposedFeatures,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
/** Set by the bench: { diagnostics: two lists, for even and odd versions; hover; completion }. */
let answers = { diagnostics: [[], []], hover: null, completion: [] };

connection.onInitialize(() => ({
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    completionProvider: {},
    hoverProvider: true,
  },
}));
connection.onNotification('bench/answers', (given) => {
  answers = given;
});
documents.onDidChangeContent(({ document: { uri, version } }) => {
  void connection.sendDiagnostics({ uri, version, diagnostics: answers.diagnostics[version % 2] });
});
connection.onHover(() => answers.hover);
connection.onCompletion(() => answers.completion);
documents.listen(connection);
connection.listen();
