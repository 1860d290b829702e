export function renderIndex(
  rules: readonly { readonly code: string; readonly severity: string; readonly summary: string }[],
): string;
