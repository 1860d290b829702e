import type { Problem } from '../submit/index.ts';
import { commands, findCommand } from '../submit/index.ts';
import type { Finding, Fix, Rule } from './rule.ts';
import { guess, replacement } from './rule.ts';
import { closest, excerpt } from './words.ts';

type NotAStatement = Extract<Problem, { readonly kind: 'not-a-statement' }>;

export const notAStatement: Rule = {
  code: 'not-a-statement',
  severity: 'error',
  summary: 'A line that is neither an assignment, a keyword nor a queue statement.',
  describe: (problem, { file }) => {
    if (problem.kind !== 'not-a-statement') return undefined;
    const words = habit(problem) ?? (problem.dagCommand ? dag : plain(problem));
    // Of a DAG, one line is enough to say what the file is.
    return words === dag && file.problems.find(isDag) !== problem ? undefined : words;
  },
};

const isDag = (problem: Problem): boolean => problem.kind === 'not-a-statement' && problem.dagCommand;

/** Whether a text shows that the file has another encoding. */
export const isUnreadable = (text: string): boolean => text.includes('\0') || text.startsWith('\uFFFD\uFFFD');

const commandNames = commands.map(({ name }) => name);

type Words = Pick<Finding, 'message' | 'fixes'>;

const dag: Words = {
  message:
    'This is a DAGMan command: the file looks like a DAG. Give it to condor_submit_dag, or write a submit file here.',
};

const plain = (problem: NotAStatement): Words => {
  const message = `Expected 'name = value', a queue statement or a keyword (if, include, use, ...), found '${excerpt(problem.text)}'.`;
  const [, name = '', value = ''] = /^([A-Za-z][\w.]*)\s+(\S.*)$/s.exec(problem.text) ?? [];
  if (name === '') return { message };
  if (findCommand(name) !== undefined)
    return {
      message: `${message} Put '=' after ${name}.`,
      fixes: [guess(`Put '=' after ${name}`, problem, `${name} = ${value}`)],
    };
  const meant = closest(name, commandNames);
  if (meant === undefined) return { message };
  return {
    message: `${message} Did you mean '${meant} = ${excerpt(value, 30)}'?`,
    fixes: [guess(`Change to '${meant} = ...'`, problem, `${meant} = ${value}`)],
  };
};

/** Lines that another language, or an editor, has taught; undefined for all others. */
const habit = (problem: NotAStatement): Words | undefined => {
  const { text } = problem;
  const instead = (newText: string, message: string): Words => ({
    message,
    fixes: [replacement(`Change to '${excerpt(newText, 40)}'`, problem, newText) satisfies Fix],
  });
  if (isUnreadable(text))
    return { message: 'Expected UTF-8 text, found other bytes (UTF-16?): save the file as UTF-8.' };
  if (/^(?:\/\/|\/\*|\*\/|;|--|%)/.test(text))
    return instead(`# ${text.replace(/^(?:\/\/|\/\*|;+|--+|%+)\s*/, '')}`, "A comment begins with '#'.");
  const include = /^include\s+(\S.*)$/is.exec(text);
  if (include !== null)
    return instead(
      `include : ${include[1] ?? ''}`,
      "Expected a colon after include, as in 'include : FILE'.",
    );
  const use = /^use\s+(\w+)\s+(\w+)$/i.exec(text);
  if (use !== null)
    return instead(`use ${use[1] ?? ''} : ${use[2] ?? ''}`, "Expected a colon, as in 'use CATEGORY : NAME'.");
  if (/^fi;?$/i.test(text) || /^end\s+if$/i.test(text)) return instead('endif', "An if ends with 'endif'.");
  const elif = /^(?:else?if|elsif)\b\s*(.*)$/i.exec(text);
  if (elif !== null)
    return instead(`elif ${elif[1] ?? ''}`.trimEnd(), "Another condition is written 'elif'.");
  const queue = /^queue\s*([;,.]|\(\s*\))$/i.exec(text);
  if (queue !== null)
    return instead('queue', `Expected the end of the line after queue, found '${queue[1] ?? ''}'.`);
  if (/^queue[\u00A0\u2000-\u200B\u202F]/i.test(text))
    return instead(
      text.replace(/[\u00A0\u2000-\u200B\u202F]+/g, ' '),
      'The blank after queue is no ordinary one (copied from a document?): HTCondor takes it for a letter.',
    );
  const [, name, value] =
    /^(?:export|setenv|declare\s+-x)\s+([A-Za-z_]\w*)(?:\s*=|\s+)(.*)$/s.exec(text) ?? [];
  if (name !== undefined)
    return {
      message: `No shell reads this file, so nothing is exported. Variables of the job's environment are set by environment = "${name}=${excerpt(value ?? '', 30)}".`,
    };
  return undefined;
};
