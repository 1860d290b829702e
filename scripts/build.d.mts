import type { BuildOptions, BuildResult } from 'esbuild';

/** Builds one bundle of scripts/build.mjs by name. */
export function build(name: string, options?: BuildOptions): Promise<BuildResult<{ metafile: true }>>;
