import { test } from 'node:test';
import fc from 'fast-check';
import { codeLenses } from '../../../server/src/features/codeLenses.ts';
import { completionsAt } from '../../../server/src/features/completion.ts';
import { documentLinks } from '../../../server/src/features/documentLinks.ts';
import { hoverAt } from '../../../server/src/features/hover.ts';
import { inlayHints } from '../../../server/src/features/inlayHints.ts';
import { macroPlaces, renameAt } from '../../../server/src/features/macroSymbol.ts';
import { previewJobs } from '../../../server/src/features/previewJobs.ts';
import { refactoringsAt } from '../../../server/src/features/refactorings.ts';
import { signatureHelpAt } from '../../../server/src/features/signatureHelp.ts';
import { dialectOf, newestVersion, parse } from '../../../server/src/submit/index.ts';
import { anyText } from '../support/anyText.ts';
import { applyEdits } from '../support/cursor.ts';

const versions = [newestVersion, { major: 23, minor: 9, patch: 6 }];

test('every feature answers on any text, at any place, for any release', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), fc.constantFrom(...versions), (text, anywhere, version) => {
      const offset = anywhere % (text.length + 1);
      const file = parse(text, { version });
      const dialect = dialectOf(version);
      completionsAt(file, offset);
      hoverAt(file, dialect, offset);
      signatureHelpAt(file, offset);
      macroPlaces([{ uri: 'a', file }], offset);
      renameAt([{ uri: 'a', file }], offset, 'new_name');
      documentLinks(file, dialect);
      inlayHints(file, dialect, { start: 0, end: text.length });
      codeLenses(file, dialect);
      previewJobs(file, dialect, 20);
      for (const { edits } of refactoringsAt(file, dialect, { start: 0, end: text.length }))
        applyEdits(text, edits);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) },
  );
});
