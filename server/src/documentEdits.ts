import type { Position, TextDocumentContentChangeEvent } from 'vscode-languageserver/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Change } from './submit/index.ts';
import { joinedChange } from './submit/index.ts';

/** Makes documents as TextDocuments wants them, and knows where each was edited, so that nobody compares its texts. */
export class DocumentEdits {
  /** Since they were last taken; not known once a whole text has come. */
  private readonly pending = new WeakMap<TextDocument, Change | 'unknown'>();

  create(uri: string, languageId: string, version: number, content: string): TextDocument {
    return TextDocument.create(uri, languageId, version, content);
  }

  update(
    document: TextDocument,
    changes: readonly TextDocumentContentChangeEvent[],
    version: number,
  ): TextDocument {
    for (const change of changes) {
      const edit = changeBy(document, change);
      TextDocument.update(document, [change], version);
      this.pending.set(document, joined(this.pending.get(document), edit));
    }
    return document;
  }

  /** The one stretch that holds all edits of a document since the last call; undefined where that is not known. */
  take(document: TextDocument): Change | undefined {
    const change = this.pending.get(document);
    this.pending.delete(document);
    return change === 'unknown' ? undefined : change;
  }
}

const joined = (before: Change | 'unknown' | undefined, edit: Change | 'unknown'): Change | 'unknown' => {
  if (before === undefined) return edit;
  return before === 'unknown' || edit === 'unknown' ? 'unknown' : joinedChange(before, edit);
};

/** What an edit does to a document as it is before. */
const changeBy = (document: TextDocument, edit: TextDocumentContentChangeEvent): Change | 'unknown' => {
  if (!('range' in edit)) return 'unknown';
  const { start, end } = edit.range;
  const ends = [document.offsetAt(start), document.offsetAt(end)] as const;
  const [from, to] = isBefore(end, start) ? [ends[1], ends[0]] : ends;
  // Where an editor tells lines that are not there, offsets can be anything later.
  return from <= to
    ? { start: from, oldEnd: to, newEnd: from + edit.text.length, newText: edit.text }
    : 'unknown';
};

const isBefore = (a: Position, b: Position): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);
