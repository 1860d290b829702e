import { applyFunction, isFileFunction } from './functions.ts';
import type { Reference } from './references.ts';
import { ReferenceScanner } from './references.ts';
import type { Piece, SourceText } from './text.ts';
import { isLetter, lowerCase, spanIn, subText } from './text.ts';
import type { Dialect } from './version.ts';

const dollar = 36;
const open = 40;
const close = 41;

/** Where expansion finds the values of macros. */
export interface Scope {
  /**
   * The raw value of a macro (lower-case name), `{ live: text }` for one that stands for itself (a value that only the
   * queue knows), or undefined when there is none.
   */
  readonly lookup: (name: string) => string | LiveValue | undefined;
  /** Whose functions are meant; the newest where nobody says. */
  readonly dialect?: Dialect | undefined;
  /** Keeps expanded values by name from one expansion to the next, where lookup never changes: those without cycle. */
  readonly memo?: Map<string, ExpandedMacro>;
}

/** A macro's value as it goes into another text. */
interface ExpandedMacro {
  readonly text: string;
  readonly known: boolean;
  readonly errors: readonly string[];
}

/** A value that is not known before submission; `text` is what to show and to keep in its place. */
export interface LiveValue {
  readonly live: string;
}

/** An expanded text. */
export interface Expansion {
  readonly text: string;
  /** False when a live value or something only HTCondor knows went into the text. */
  readonly known: boolean;
  /** Macros that refer to themselves through others; condor_submit would never end. */
  readonly cycle: readonly string[] | undefined;
  /** What condor_submit says about macro functions that it cannot compute. */
  readonly functionErrors: readonly string[];
}

/** Bounds of one expansion: references, characters of a text, and characters that are scanned again. */
const stepLimit = 100_000;
const lengthLimit = 1 << 20;
const rescanLimit = 1 << 20;
const outputLimit = 1 << 22;
/** Of a value that refers to itself: it doubles each time. */
const selfLimit = 1 << 16;
/** Remarks that are kept; a person reads a few. */
const errorLimit = 20;
const depthLimit = 200;

/** Expands every reference, as condor_submit does when it uses a value. Total and bounded, cycles included. */
export const expand = (text: string, scope: Scope): Expansion => {
  if (!text.includes('$')) return { text, known: true, cycle: undefined, functionErrors: [] };
  const state: ExpansionState = {
    scope,
    memo: scope.memo ?? new Map<string, ExpandedMacro>(),
    known: true,
    cycle: undefined,
    errors: [],
    steps: 0,
    rescanned: 0,
    written: 0,
    stack: [],
  };
  const expanded = expandText(text, state);
  const dollars = expanded.includes('$') ? expanded.replace(dollarMacro, '$') : expanded;
  const plain = state.known ? dollars : dollars.replaceAll(liveMark, '$');
  return { text: plain, known: state.known, cycle: state.cycle, functionErrors: state.errors };
};

const dollarMacro = /\$\(dollar\)/gi;

/** Stands for the `$` of a live reference while the text around it is scanned again. */
const liveMark = '\u0000';

interface ExpansionState {
  readonly scope: Scope;
  readonly memo: Map<string, ExpandedMacro>;
  known: boolean;
  cycle: readonly string[] | undefined;
  readonly errors: string[];
  steps: number;
  /** Characters scanned again so far. */
  rescanned: number;
  /** Characters put in the place of references so far. */
  written: number;
  /** Names being expanded, for the cycle's message. */
  readonly stack: string[];
}

const expandText = (source: string, state: ExpansionState): string => {
  let text = source;
  let reference = new ReferenceScanner(text);
  let done = '';
  let position = 0;
  for (;;) {
    if (!reference.find(position)) return done + text.slice(position);
    if (isEnough(state) || text.length + done.length > lengthLimit) {
      state.known = false;
      return done + text.slice(position);
    }
    if (reference.isDollar) {
      done += text.slice(position, reference.end);
      position = reference.end;
      continue;
    }
    const value = valueOf(reference, text, state);
    state.written += value.length;
    if (!value.includes('$') && text.indexOf('$', position) === reference.start) {
      done += text.slice(position, reference.start) + value;
      position = reference.end;
    } else {
      // The value can complete a reference that began before it, as in $($(name)), or begin one that ends behind it.
      text = text.slice(position, reference.start) + value + text.slice(reference.end);
      reference = new ReferenceScanner(text);
      position = 0;
      state.rescanned += text.length;
    }
  }
};

/** After a circle was found, condor_submit would never come to the rest. */
const isEnough = (state: ExpansionState): boolean =>
  ++state.steps > stepLimit ||
  state.rescanned > rescanLimit ||
  state.written > outputLimit ||
  state.cycle !== undefined;

const valueOf = (reference: Reference, text: string, state: ExpansionState): string => {
  const body = text.slice(reference.bodyStart, reference.bodyEnd);
  if (reference.kind === 'function') {
    let isLive = body.includes(liveMark);
    const lookup = (name: string): string | undefined => {
      const argument = macroValue(name, state);
      isLive ||= argument?.includes(liveMark) === true;
      return argument?.includes('$') === true ? argument.replace(dollarMacro, '$') : argument;
    };
    const result = applyFunction(reference.name, body, lookup, state.scope.dialect);
    if (result.kind === 'text' && (!isLive || result.text.includes(liveMark))) return result.text;
    if (result.kind === 'error' && !isLive) {
      noteErrors([result.message], state);
      return result.text;
    }
    // It depends on what only submission knows: the call stays.
    state.known = false;
    return text.slice(reference.start, reference.end).replaceAll('$', liveMark);
  }
  const value = macroValue(reference.name, state);
  // The default is for what has no value, not for a value that comes to nothing.
  if (value !== undefined && (value !== '' || (state.scope.lookup(lowerCase(reference.name)) ?? '') !== ''))
    return value;
  if (reference.defaultStart === undefined || state.stack.length > depthLimit) return '';
  return expandText(text.slice(reference.defaultStart, reference.bodyEnd), state);
};

/** Each remark once. */
const noteErrors = (errors: readonly string[], state: ExpansionState): void => {
  for (const error of errors)
    if (state.errors.length < errorLimit && !state.errors.includes(error)) state.errors.push(error);
};

const macroValue = (name: string, state: ExpansionState): string | undefined => {
  const key = lowerCase(name);
  // What is being expanded is not remembered yet.
  const remembered = state.memo.get(key);
  if (remembered !== undefined) {
    state.known &&= remembered.known;
    noteErrors(remembered.errors, state);
    return remembered.text;
  }
  if (state.stack.includes(key)) {
    state.cycle ??= [...state.stack.slice(state.stack.indexOf(key)), key];
    state.known = false;
    return '';
  }
  const value = state.scope.lookup(key);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') {
    state.known = false;
    return value.live.replaceAll('$', liveMark);
  }
  if (!value.includes('$')) return value;
  if (state.stack.length > depthLimit) {
    state.known = false;
    return '';
  }
  const wasKnown = state.known;
  const before = takeErrors(state);
  state.known = true;
  state.stack.push(key);
  const expanded = expandText(value, state);
  state.stack.pop();
  const errors = takeErrors(state);
  if (!isEnough(state)) state.memo.set(key, { text: expanded, known: state.known, errors });
  noteErrors(before, state);
  noteErrors(errors, state);
  state.known &&= wasKnown;
  return expanded;
};

const noErrors: readonly string[] = [];

const takeErrors = (state: ExpansionState): readonly string[] =>
  state.errors.length === 0 ? noErrors : state.errors.splice(0);

/**
 * Replaces references to `name` itself by its old value, as an assignment does: `$(name)`, and the parts of a file's name
 * that `$Fpnx(name)` and its like give. What is inside another reference stays as it is.
 */
export const expandSelf = (
  value: string,
  name: string,
  old: string | undefined,
  /** Expands the old value, as the functions do. */
  expanded: (old: string) => Pick<Expansion, 'text' | 'cycle'>,
): string => {
  if ((old?.length ?? 0) > selfLimit) return value;
  const reference = new ReferenceScanner(value);
  let done = '';
  let copied = 0;
  let position = 0;
  for (;;) {
    if (!reference.find(position) || done.length > selfLimit) return done + value.slice(copied);
    position = reference.end;
    const body = value.slice(reference.bodyStart, reference.bodyEnd);
    const [own = ''] = body.split(':', 1);
    if (lowerCase(own) !== name) continue;
    let text: string;
    if (reference.kind === 'macro') {
      const fallback = body.slice(own.length + 1);
      text = old === undefined || old === '' ? fallback : old;
    } else {
      const argument = old === undefined ? undefined : expanded(old);
      // What refers to itself in a circle stays, and is found as one.
      if (!isFileFunction(reference.name) || argument?.cycle !== undefined) continue;
      const result = applyFunction(reference.name, body, (asked) =>
        lowerCase(asked) === name ? argument?.text : undefined,
      );
      text = result.kind === 'text' ? result.text : '';
    }
    // The old value was expanded when it was stored, so it cannot bring the name back.
    done += value.slice(copied, reference.start) + text;
    copied = reference.end;
  }
};

/** Expands a text for parsing and keeps the mapping: positions inside an expansion belong to the whole reference. */
export const expandSource = (source: SourceText, scope: Scope): SourceText & { readonly known: boolean } => {
  if (!source.text.includes('$')) return { ...source, known: true };
  let text = '';
  let known = true;
  let last = 0;
  const pieces: Piece[] = [];
  const copy = (to: number): void => {
    if (to <= last) return;
    const part = subText(source, last, to);
    for (const piece of part.pieces ?? [{ at: 0, source: part.start }])
      pieces.push({ ...piece, at: text.length + piece.at });
    text += part.text;
  };
  for (const unit of outermost(source.text)) {
    copy(unit.start);
    const expansion = expand(source.text.slice(unit.start, unit.end), scope);
    known &&= expansion.known;
    const span = spanIn(source, unit.start, unit.end);
    if (expansion.text !== '')
      pieces.push({ at: text.length, source: span.start, replaced: span.end - span.start });
    text += expansion.text;
    last = unit.end;
  }
  copy(source.text.length);
  return { text, start: source.start, end: source.end, pieces, known };
};

/** References that are inside no other one, nested parentheses included. */
const outermost = (text: string): readonly { readonly start: number; readonly end: number }[] => {
  const units: { readonly start: number; readonly end: number }[] = [];
  /** Where what is open began; -1 for a parenthesis that belongs to no reference. */
  const opened: number[] = [];
  let begin = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === dollar) begin = i;
    else if (code === open) {
      opened.push(begin);
      begin = -1;
    } else if (code === close) {
      const start = opened.pop() ?? -1;
      if (start >= 0) {
        while ((units.at(-1)?.start ?? -1) > start) units.pop();
        units.push({ start, end: i + 1 });
      }
    } else if (!isLetter(code)) begin = -1;
  }
  return units;
};
