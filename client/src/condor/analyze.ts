/** Why a job does not run: what condor_q -better-analyze prints, in pieces. */
import type { Transport } from '../transport/transport.ts';
import { CondorError } from './condorError.ts';
import { formatJobId, type JobId } from './job.ts';
import { runTool, toolFailed } from './tool.ts';

/** One condition of the requirements. */
export interface Condition {
  /** "[3]": other conditions name it so. */
  readonly step: string;
  /** Slots that meet it; undefined where it was not counted. */
  readonly matched?: number;
  readonly text: string;
}

export interface Analysis {
  /** The requirements as a whole; '' where none were printed. */
  readonly requirements: string;
  readonly conditions: readonly Condition[];
  /** What the job asks for: "RequestDisk = 10240 (kb)". */
  readonly attributes: readonly string[];
  /** Everything else that is worth reading, line by line. */
  readonly summary: readonly string[];
}

/** Throws CondorError: jobGone, toolFailed, notInstalled. */
export async function analyzeJob(transport: Transport, id: JobId): Promise<Analysis> {
  const argv = ['condor_q', '-better-analyze', formatJobId(id)];
  const result = await runTool(transport, argv);
  if (result.code !== 0) throw toolFailed(argv, result);
  const analysis = parseAnalysis(result.stdout);
  if (analysis.conditions.length === 0 && analysis.summary.length === 0) {
    throw new CondorError(
      'jobGone',
      `condor_q says nothing about job ${formatJobId(id)}: it is not in the queue any more. Refresh the view HTCondor Jobs.`,
    );
  }
  return analysis;
}

/** Reads the output of HTCondor 23 and 25. Total: what it does not know is part of the summary. */
export function parseAnalysis(output: string): Analysis {
  const requirements: string[] = [];
  const conditions: Condition[] = [];
  const attributes: string[] = [];
  const summary: string[] = [];
  let part: 'requirements' | 'attributes' | 'conditions' | 'summary' = 'summary';
  for (const line of output.split(/\r?\n/)) {
    const text = line.trim();
    if (text === '' || text.startsWith('-- Schedd:') || /^(?:Slots|Step +Matched.*|[- ]+)$/.test(text))
      continue;
    if (/^The Requirements expression for job \S+ is$/.test(text)) part = 'requirements';
    else if (/ defines the following attributes:$/.test(text)) part = 'attributes';
    else if (/ reduces to these conditions:$/.test(text)) part = 'conditions';
    else if (/^\S/.test(line)) part = 'summary';
    if (/(?: is|attributes:|conditions:)$/.test(text) && part !== 'summary') continue;
    const condition = /^(\[\d+\])\s+(?:(\d+)|:)\s+(.*)$/.exec(text);
    if (condition !== null) {
      const [, step = '', matched, expression = ''] = condition;
      const known = conditions.findIndex((one) => one.step === step);
      const made = { step, text: expression, ...(matched === undefined ? {} : { matched: Number(matched) }) };
      if (known < 0) conditions.push(made);
      else conditions[known] = made;
      continue;
    }
    if (part === 'requirements') requirements.push(text);
    else if (part === 'attributes') attributes.push(text);
    else summary.push(text.replace(/^\d+\.\d+: +/, ''));
  }
  conditions.sort((a, b) => Number(a.step.slice(1, -1)) - Number(b.step.slice(1, -1)));
  const counted = conditions.filter((one) => one.matched !== undefined);
  return {
    requirements: requirements.join(' '),
    // Where slots were counted, the others only put these together.
    conditions: counted.length > 0 ? counted : conditions,
    attributes,
    summary,
  };
}
