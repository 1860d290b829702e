import type { ConnectionState } from './transport/transport.ts';

/** What the status bar says of the connection to an access point. */
export interface ConnectionText {
  /** With VS Code's icons, `$(name)`. */
  readonly text: string;
  readonly tooltip: string;
  readonly level: 'normal' | 'warning' | 'error';
}

/** Several access points of which none is chosen. */
export function describeConnections(
  points: readonly { readonly name: string; readonly state: ConnectionState }[],
  now: number,
): ConnectionText {
  const connected = points.filter(({ state }) => state.kind === 'connected').length;
  const lines = points.map(
    ({ name, state }) => `${name}: ${describeConnection(name, state, now).tooltip.replace(/ Click .*$/, '')}`,
  );
  return {
    text: `$(${connected > 0 ? 'vm-active' : 'plug'}) ${connected} of ${points.length} access points`,
    tooltip: [...lines, 'Click to choose where jobs are submitted.'].join('\n'),
    level: 'normal',
  };
}

/** `name`: the access point's. `now`: milliseconds since 1970. */
export function describeConnection(name: string, state: ConnectionState, now: number): ConnectionText {
  const click = 'Click to connect, or to choose another access point.';
  switch (state.kind) {
    case 'idle':
      return { text: `$(plug) ${name}`, tooltip: `Not connected to ${name} yet. ${click}`, level: 'normal' };
    case 'connecting':
      return { text: `$(sync~spin) ${name}`, tooltip: `Connecting to ${name}…`, level: 'normal' };
    case 'connected':
      return {
        text: `$(vm-active) ${name}`,
        tooltip: `Connected to ${name}. Click to choose another access point.`,
        level: 'normal',
      };
    case 'reconnecting': {
      const seconds = Math.max(0, Math.round((state.nextTryAt - now) / 1000));
      const when = seconds === 0 ? 'now' : `in ${seconds} s`;
      return {
        text: `$(sync~spin) ${name}: reconnecting`,
        tooltip: `${state.error.message} It is tried again ${when}. Click to try now.`,
        level: 'warning',
      };
    }
    case 'failed':
      return {
        text: `$(error) ${name}: not connected`,
        tooltip: `${state.error.message} Click to connect again, or to choose another access point.`,
        level: 'error',
      };
  }
}
