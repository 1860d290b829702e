/** Joins with a slash; an absolute second part wins. */
export const join = (directory: string, name: string): string =>
  name.startsWith('/') ? name : `${directory}${directory.endsWith('/') ? '' : '/'}${name}`;

/** What follows the last slash. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
