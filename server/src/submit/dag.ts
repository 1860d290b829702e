const dagCommands = new Set(
  (
    'job parent vars script final subdag splice category maxjobs config dot priority node_status_file jobstate_log ' +
    'abort-dag-on pre_skip done set_job_attr data provisioner service include connect pin_in pin_out env'
  ).split(' '),
);

/** True for a line that begins with a command of DAGMan. */
export const isDagLine = (text: string): boolean =>
  dagCommands.has(/^\S*/.exec(text)?.[0]?.toLowerCase() ?? '');
