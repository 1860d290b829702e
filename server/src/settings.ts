import type { ServerSettings } from './protocol.ts';
import type { Version } from './submit/index.ts';
import { newestVersion, parseVersion } from './submit/index.ts';

export const defaultSettings: ServerSettings = { htcondorVersion: 'auto', inlayHints: false };

/** Decodes the section `dmtcpCondor` of the editor's configuration; what is missing or wrong gets the default. */
export const decodeSettings = (value: unknown): ServerSettings => {
  if (typeof value !== 'object' || value === null) return defaultSettings;
  const { htcondorVersion, inlayHints } = value as Readonly<Record<string, unknown>>;
  return {
    htcondorVersion: typeof htcondorVersion === 'string' ? htcondorVersion : defaultSettings.htcondorVersion,
    inlayHints: inlayHints === true,
  };
};

/** The release whose rules apply: the setting, else what the access point told, else the newest known one. */
export const effectiveVersion = (settings: ServerSettings, accessPoint: Version | undefined): Version =>
  parseVersion(settings.htcondorVersion) ?? accessPoint ?? newestVersion;
