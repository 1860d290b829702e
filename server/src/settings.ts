import type { RuleLevel, ServerSettings } from './protocol.ts';
import type { Version } from './submit/index.ts';
import { newestVersion, parseVersion } from './submit/index.ts';

export const defaultSettings: ServerSettings = { htcondorVersion: 'auto', inlayHints: false, rules: {} };

/** Decodes the section `dmtcpCondor` of the editor's configuration; what is missing or wrong gets the default. */
export const decodeSettings = (value: unknown): ServerSettings => {
  if (typeof value !== 'object' || value === null) return defaultSettings;
  const { htcondorVersion, inlayHints, rules } = value as Readonly<Record<string, unknown>>;
  return {
    htcondorVersion: typeof htcondorVersion === 'string' ? htcondorVersion : defaultSettings.htcondorVersion,
    inlayHints: inlayHints === true,
    rules: decodeRules(rules),
  };
};

const levels: ReadonlySet<unknown> = new Set<RuleLevel>(['error', 'warning', 'information', 'hint', 'off']);

const isLevel = (value: unknown): value is RuleLevel => levels.has(value);

/** Entries that name no severity are left out. */
const decodeRules = (value: unknown): ServerSettings['rules'] => {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([code, level]: [string, unknown]) =>
      isLevel(level) ? [[code, level]] : [],
    ),
  );
};

/** The release whose rules apply: the setting, else what the access point told, else the newest known one. */
export const effectiveVersion = (settings: ServerSettings, accessPoint: Version | undefined): Version =>
  parseVersion(settings.htcondorVersion) ?? accessPoint ?? newestVersion;
