/** The manifest in a submit directory, decoded; it may be anybody's text. Total. */

export interface ListedFile {
  readonly name: string;
  readonly size: number | undefined;
  readonly sha256: string | undefined;
}

/** Files of a package by its manifest's text, only those with names that packaging gives; undefined when it is none. */
export function packagedFiles(manifest: string): readonly ListedFile[] | undefined {
  return listedFiles(manifest)?.filter(({ name }) => isPackagedName(name));
}

/** All files that a manifest lists, whatever their names; undefined when it is none. */
export function listedFiles(manifest: string): readonly ListedFile[] | undefined {
  const { files } = fieldsOf(manifest) ?? {};
  if (!Array.isArray(files)) return undefined;
  return files.flatMap((file: unknown) => {
    const fields = typeof file === 'object' && file !== null ? (file as Record<string, unknown>) : {};
    const { name, size, sha256 } = fields;
    if (typeof name !== 'string') return [];
    return [
      {
        name,
        size: typeof size === 'number' ? size : undefined,
        sha256: typeof sha256 === 'string' ? sha256 : undefined,
      },
    ];
  });
}

/** DMTCP's files (not the shim) that are other ones than those of the same names that were uploaded before. */
export function replacedFiles(
  manifest: string,
  uploaded: Readonly<Record<string, { readonly sha256: string }>>,
): readonly string[] {
  return (packagedFiles(manifest) ?? [])
    .filter(({ name, sha256 }) => name !== 'shim_dmtcp' && (uploaded[name]?.sha256 ?? sha256) !== sha256)
    .map(({ name }) => name);
}

/** DMTCP's files (not the shim) of one manifest that another one does not list, or with another content. */
export function lostFiles(before: string, now: string): readonly string[] {
  const kept = new Map(packagedFiles(now)?.map(({ name, sha256 }) => [name, sha256]));
  return (packagedFiles(before) ?? [])
    .filter(({ name, sha256 }) => name !== 'shim_dmtcp' && kept.get(name) !== sha256)
    .map(({ name }) => name);
}

/** Where a package came from; undefined where its manifest does not say. */
export function originOf(manifest: string): string | undefined {
  const { origin } = fieldsOf(manifest) ?? {};
  return typeof origin === 'string' ? origin : undefined;
}

/** Plain names of DMTCP's files and of the shim: what a manifest names is removed, so nothing else may be in it. */
const isPackagedName = (name: string): boolean => /^(shim_dmtcp|(lib|dmtcp|mtcp)[A-Za-z0-9._-]*)$/.test(name);

function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // No manifest, or one that somebody broke: as good as none.
  }
}
