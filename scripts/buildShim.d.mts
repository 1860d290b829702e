/** Builds dist/shim/linux-ARCH/shim_dmtcp unless nothing has changed; returns its path. */
export function buildShim(arch?: 'x64' | 'arm64'): Promise<string>;
