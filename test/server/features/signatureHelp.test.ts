import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signatureHelpAt } from '../../../server/src/features/signatureHelp.ts';
import { parse } from '../../../server/src/submit/index.ts';
import { cursorIn } from '../support/cursor.ts';

/** `label | active parameter`, or undefined. */
const check = (fixture: string, expected: string | undefined): void => {
  const { text, offset } = cursorIn(fixture);
  const help = signatureHelpAt(parse(text), offset);
  const signature = help?.signatures[help.activeSignature];
  const [from, to] = signature?.parameters[help?.activeParameter ?? 0] ?? [0, 0];
  const found =
    signature === undefined ? undefined : `${signature.label} | ${signature.label.slice(from, to)}`;
  assert.equal(found, expected, fixture);
};

test('signature help: macro functions', () => {
  check('x = $CHOICE(<|>', '$CHOICE(index,list) | index');
  check('x = $CHOICE(n,<|>)', '$CHOICE(index,list) | list');
  check('x = $SUBSTR(a, 1, <|>', '$SUBSTR(name,start[,length]) | length');
  check('x = $Fnx(<|>)', '$Fpnx(path) | path');
  check('x = $(a:<|>)', undefined);
});

test('signature help: ClassAd functions', () => {
  const label = 'AnyType ifThenElse(AnyType IfExpr,AnyType ThenExpr, AnyType ElseExpr)';
  check('rank = ifThenElse(<|>', `${label} | AnyType IfExpr`);
  check('rank = ifThenElse(member("a,b", x), <|>', `${label} | AnyType ThenExpr`);
  check('rank = ifThenElse((a), (b), <|>)', `${label} | AnyType ElseExpr`);
  check('rank = (<|>', undefined);
  check('arguments = ifThenElse(<|>', undefined);
  check('# ifThenElse(<|>', undefined);
  const { text, offset } = cursorIn('rank = member(<|>');
  assert.match(signatureHelpAt(parse(text), offset)?.signatures[0]?.documentation ?? '', /has an element/);
});

test('signature help: a long word is read once', () => {
  const text = `arguments = ${'a'.repeat(200_000)}`;
  assert.equal(signatureHelpAt(parse(text), text.length), undefined);
  check('arguments = a$INT(<|>', '$INT(name[,format]) | name');
});
