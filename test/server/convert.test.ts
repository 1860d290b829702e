import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { toLspDiagnostic } from '../../server/src/convert.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' ', '\n', '\r\n', '\r'), maxLength: 60 });

test('diagnostics are where the document says, of whatever lines it is made', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), (content, one, other) => {
      const document = TextDocument.create('file:///a.sub', 'htcondor', 1, content);
      const offset = (place: number): number => {
        const found = place % (content.length + 1);
        // Nothing begins or ends between the two characters of a line end.
        return content.slice(found - 1, found + 1) === '\r\n' ? found - 1 : found;
      };
      const [start, end] = [offset(one), offset(other)];
      const { range } = toLspDiagnostic(document, { code: 'a', severity: 'error', message: 'b', start, end });
      assert.deepEqual(range, { start: document.positionAt(start), end: document.positionAt(end) });
    }),
  );
});
