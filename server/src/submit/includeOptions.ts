/** The words between `include` and its colon, which must be lower case. */
export const includeOptions = (
  text: string,
): { readonly ifExists: boolean; readonly command: boolean; readonly unexpected: string | undefined } => {
  const match = /^(ifexists?(?=\s|$))?\s*((?:command|output)(?=\s|$)(?:\s+into\s+\S+)?)?\s*(.*)$/s.exec(text);
  const unexpected = match?.[3];
  return {
    ifExists: match?.[1] !== undefined,
    command: match?.[2] !== undefined,
    unexpected: unexpected === '' ? undefined : unexpected,
  };
};
