const templates =
  'templates come from the pool configuration (SUBMIT_TEMPLATE_NAMES): not known here, so not refused';
const credentials = 'condor_submit asks the credential daemon of the pool, which answers with an error';

/** Cases of the battery whose verdict is not reached, by name and version, each with its reason. */
export const exceptions: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map([
  ['use template', { '25.14.1': templates, '23.9.6': templates }],
  ['use_oauth', { '25.14.1': credentials, '23.9.6': credentials }],
]);
