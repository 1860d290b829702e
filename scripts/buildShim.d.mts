/** Compilers by the machine they compile for, and the Debian packages that have them. */
export const targets: Readonly<
  Record<'x64' | 'arm64', { readonly gcc: string; readonly packages: readonly string[] }>
>;
/** Builds dist/shim/linux-ARCH/shim_dmtcp unless nothing has changed; returns its path. */
export function buildShim(arch?: 'x64' | 'arm64'): Promise<string>;
