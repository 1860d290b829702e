import type { DmtcpJob } from './dmtcpJob.ts';
import { isDmtcpFile } from './dmtcpJob.ts';
import { addToList } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

const tools = ['dmtcp_coordinator', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'];
/** Plugins that dmtcp_launch of 2.x to 4.x loads into every program; later ones have them inside libdmtcp.so. */
const plugins = ['alloc', 'dl', 'ipc', 'svipc', 'timer', 'pid'].map((name) => `libdmtcp_${name}.so`);

export const dmtcpFilesMissing: Rule = {
  code: 'dmtcp-files-missing',
  severity: 'warning',
  summary: "Some of DMTCP's files in transfer_input_files, but not all.",
  check: function* (context): Iterable<Finding> {
    for (const job of context.dmtcpJobs) {
      const setting = checkedSetting(job.submission, 'transfer_input_files')?.setting;
      const missing = missingFiles(job);
      if (setting === undefined || missing.length === 0) continue;
      yield {
        ...valueSpan(setting),
        message: `DMTCP's files are incomplete: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing, without which no checkpoint or restart is possible. The command "DMTCP: Package Shim and DMTCP into Submit Directory" lists them all.`,
        fixes: [addToList(context, job.submission, 'transfer_input_files', missing)],
      };
    }
  },
};

const missingFiles = ({ inputs }: DmtcpJob): readonly string[] => {
  const names = new Set(inputs?.map((input) => input.name));
  const dmtcp = [...names].filter(isDmtcpFile);
  if (inputs === undefined || dmtcp.length === 0) return [];
  // dmtcp-dead-library and dmtcp-mixed-generations tell about those of 1.x.
  if (dmtcp.some((name) => /^(?:dmtcp_checkpoint|libmtcp|dmtcp_?hijack)/.test(name))) return [];
  const wanted = ['dmtcp_launch', ...tools, 'libdmtcp.so'];
  const separate = dmtcp.some((name) => plugins.includes(name));
  return [...wanted, ...(separate ? plugins : [])].filter((name) => !names.has(name));
};
