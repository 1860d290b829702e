/** Command ids, views, context keys and settings: each exists once in code, here. test/client/names.test.ts holds them against package.json. */

export const commandIds = {
  packageFiles: 'dmtcpCondor.packageFiles',
  choosePackage: 'dmtcpCondor.choosePackage',
  unpackageFiles: 'dmtcpCondor.unpackageFiles',
  addRequirement: 'dmtcpCondor.addRequirement',
  submitJob: 'dmtcpCondor.submitJob',
  submitWithOverrides: 'dmtcpCondor.submitWithOverrides',
  previewJobs: 'dmtcpCondor.previewJobs',
  tailLogs: 'dmtcpCondor.tailLogs',
  vacateJob: 'dmtcpCondor.vacateJob',
  holdJob: 'dmtcpCondor.holdJob',
  releaseJob: 'dmtcpCondor.releaseJob',
  removeJob: 'dmtcpCondor.removeJob',
  vacateJobFast: 'dmtcpCondor.vacateJobFast',
  checkpointJob: 'dmtcpCondor.checkpointJob',
  editJob: 'dmtcpCondor.editJob',
  openTerminal: 'dmtcpCondor.openTerminal',
  openSubmitFile: 'dmtcpCondor.openSubmitFile',
  openJobFile: 'dmtcpCondor.openJobFile',
  whyIdle: 'dmtcpCondor.whyIdle',
  copyJobId: 'dmtcpCondor.copyJobId',
  showHistory: 'dmtcpCondor.showHistory',
  showAllJobs: 'dmtcpCondor.showAllJobs',
  showMyJobs: 'dmtcpCondor.showMyJobs',
  fetchOutputs: 'dmtcpCondor.fetchOutputs',
  chooseAccessPoint: 'dmtcpCondor.chooseAccessPoint',
  manageConnection: 'dmtcpCondor.manageConnection',
  forgetSecrets: 'dmtcpCondor.forgetSecrets',
  refreshJobs: 'dmtcpCondor.refreshJobs',
  showLog: 'dmtcpCondor.showLog',
} as const;

export const viewIds = { jobs: 'dmtcpCondor.jobs' } as const;

/** Kinds of webview panels that come back when the window is loaded again. */
export const webviewTypes = { logs: 'dmtcpCondor.logs' } as const;

export const contextKeys = { connected: 'dmtcpCondor.connected', allJobs: 'dmtcpCondor.allJobs' } as const;

/** Settings below `dmtcpCondor`. */
export const settings = {
  section: 'dmtcpCondor',
  accessPoints: 'accessPoints',
  dmtcpRoot: 'dmtcpRoot',
  htcondorVersion: 'htcondorVersion',
  queueInterval: 'queueInterval',
  fetchOutputs: 'fetchOutputs',
  inlayHints: 'inlayHints',
  rules: 'rules',
} as const;
