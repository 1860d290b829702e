/** Builds what is not up to date of the DMTCP stand-in; its root (bin/, lib/dmtcp/, counter), absolute. */
export function buildStandin(arch?: 'x64' | 'arm64'): string;
