import * as vscode from 'vscode';
import { actOnJob } from '../condor/actions.ts';
import { attributeOf, editables, editJob } from '../condor/editJob.ts';
import { formatJobId } from '../condor/job.ts';
import { queryJob } from '../condor/queue.ts';
import { pickJob, type Called } from './pickJob.ts';
import type { Services } from './services.ts';

/** DMTCP: Edit and Release Job. Changes what the job asks for, and lets a held job run again. */
export async function editAndReleaseJob(services: Services, called: Called): Promise<void> {
  const { point, id } = await pickJob(services, called, {
    title: 'Edit and Release Job',
    states: ['held', 'idle'],
  });
  const { transport } = point;
  const name = formatJobId(id);
  const hold = (await queryJob(transport, id))?.holdReason;
  const cures = (one: (typeof editables)[number]): boolean =>
    hold !== undefined && one.cures?.(hold) === true;
  const choices = [...editables].sort((a, b) => Number(cures(b)) - Number(cures(a)));
  services.jobs.pause();
  const chosen = await vscode.window.showQuickPick(
    choices.map((editable) => ({
      editable,
      label: editable.label,
      description: editable.attribute,
      ...(cures(editable) ? { detail: `Held: ${hold?.text ?? ''}` } : {}),
    })),
    {
      title: `Edit Job ${name}`,
      placeHolder: 'What to change',
      matchOnDescription: true,
      ignoreFocusOut: true,
    },
  );
  if (chosen === undefined) return;
  const { attribute, label, hint } = chosen.editable;
  const before = await attributeOf(transport, id, attribute);
  services.jobs.pause();
  const expression = await vscode.window.showInputBox({
    title: `${label} of Job ${name}`,
    prompt: `${attribute}: ${hint}`,
    value: before,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? `Expected ${hint}.` : undefined),
  });
  if (expression === undefined) return;
  await editJob(transport, id, { attribute, expression: expression.trim() });
  if (hold !== undefined) await actOnJob(transport, id, 'release');
  await services.jobs.refresh();
  services.ui.showInformation(
    `${attribute} of job ${name} is ${expression.trim()}${hold === undefined ? '' : ', and the job is released'}.`,
  );
}
