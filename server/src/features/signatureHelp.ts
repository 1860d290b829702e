import type { SubmitFile } from '../submit/index.ts';
import { findClassAdFunction, findMacroFunction, offsetIn } from '../submit/index.ts';
import { isExpression } from './expressionPlace.ts';
import { statementAt } from './location.ts';

export interface SignatureHelp {
  readonly signatures: readonly Signature[];
  readonly activeSignature: number;
  /** Number of the parameter that the cursor is in, from 0. */
  readonly activeParameter: number;
}

export interface Signature {
  readonly label: string;
  readonly documentation: string | undefined;
  /** Parts of the label, [from, to). */
  readonly parameters: readonly (readonly [number, number])[];
}

/** The signatures of the macro function or ClassAd function whose arguments the cursor is in. */
export const signatureHelpAt = (file: SubmitFile, offset: number): SignatureHelp | undefined => {
  const statement = statementAt(file, offset);
  if (statement?.kind !== 'assignment' || offset < statement.operator.end) return undefined;
  const { value } = statement;
  const call = openCall(value.text.slice(0, offsetIn(value, offset)), isExpression(statement));
  if (call === undefined) return undefined;
  const labels = signaturesOf(call.name);
  if (labels.length === 0) return undefined;
  const signatures = labels.map(({ label, documentation }) => ({
    label,
    documentation,
    parameters: parametersOf(label),
  }));
  const enough = signatures.findIndex(({ parameters }) => parameters.length > call.commas);
  const activeSignature = Math.max(0, enough);
  return { signatures, activeSignature, activeParameter: call.commas };
};

interface OpenCall {
  /** With its `$` for a macro function; empty for other parentheses. */
  readonly name: string;
  commas: number;
}

/** The innermost call that is open at the end of a text. */
const openCall = (text: string, isExpressionText: boolean): OpenCall | undefined => {
  const open: OpenCall[] = [];
  // A name is tried from its first letter only: long words would take forever.
  const token = /(?:\$|(?<![\w$]))[A-Za-z_]\w*\s*\(|\$\(|"(?:[^"\\]|\\.)*"?|[(),]/g;
  for (const match of text.matchAll(token)) {
    const word = match[0];
    const top = open.at(-1);
    if (word === ')') open.pop();
    else if (word === ',') {
      if (top !== undefined) top.commas++;
    } else if (word.endsWith('(')) {
      const name = word.slice(0, -1).trimEnd();
      open.push({
        name: name === '$' || (!isExpressionText && !name.startsWith('$')) ? '' : name,
        commas: 0,
      });
    }
  }
  const innermost = open.at(-1);
  return innermost === undefined || innermost.name === '' ? undefined : innermost;
};

const signaturesOf = (
  name: string,
): readonly { readonly label: string; readonly documentation: string | undefined }[] => {
  if (name.startsWith('$')) {
    const found = findMacroFunction(name.slice(1));
    return found === undefined ? [] : [{ label: found.signature, documentation: found.description }];
  }
  const found = findClassAdFunction(name);
  return (found?.signatures ?? []).map((label) => ({ label, documentation: found?.description }));
};

const parametersOf = (label: string): readonly (readonly [number, number])[] => {
  const from = label.indexOf('(') + 1;
  const to = label.lastIndexOf(')');
  const parameters: (readonly [number, number])[] = [];
  for (let start = from; start < to;) {
    const comma = label.indexOf(',', start);
    const end = comma < 0 || comma > to ? to : comma;
    const lead = /^[\s[]*/.exec(label.slice(start, end))?.[0].length ?? 0;
    const tail = /[\s\][]*$/.exec(label.slice(start, end))?.[0].length ?? 0;
    parameters.push([start + lead, Math.max(start + lead, end - tail)]);
    start = end + 1;
  }
  return parameters;
};
