/** An HTCondor release. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** The newest release whose behaviour this language knows; what "auto" means when nobody told. */
export const newestVersion: Version = { major: 25, minor: 14, patch: 1 };

/** Reads "23.9", "25.14.1" or a whole `$CondorVersion: 23.9.6 ... $` line; undefined when there is no number pair. */
export const parseVersion = (text: string): Version | undefined => {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (match === null) return undefined;
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) };
};

/** Negative, zero or positive as `a` is older than, equal to or newer than `b`. */
export const compareVersions = (a: Version, b: Version): number =>
  a.major - b.major || a.minor - b.minor || a.patch - b.patch;

/** What differs between the releases, as far as the two measured ones (23.9.6 and 25.14.1) tell. */
export interface Dialect {
  readonly version: Version;
  /** A file without a queue statement makes one job; else it is an error. */
  readonly implicitQueue: boolean;
  /** Statements may follow the first queue statement; else they are an error. */
  readonly textAfterQueue: boolean;
  /** `NAME += value` and its kin. */
  readonly appendOperators: boolean;
  /** `iterate` is another spelling of `queue`. */
  readonly iterate: boolean;
  /** `queue from table ...`. */
  readonly tables: boolean;
  /** `queue 0` makes one job; else none. */
  readonly zeroMeansOne: boolean;
  /** A blank row of items leaves the variables as they were for the row before; else the first one is empty. */
  readonly blankRowRepeats: boolean;
  /** Variables for which a row has no column are empty; else they are as they were for the row before. */
  readonly fillsColumns: boolean;
  /** A slice with a step below 1 ends condor_submit; else only step 0 does. */
  readonly strictSlice: boolean;
  /** An error in a macro function ends condor_submit; else the job is queued all the same. */
  readonly functionErrorsAbort: boolean;
  /** `$BASENAME(name, suffix)`. */
  readonly basenameSuffix: boolean;
  /** Without items, `$(Item)` is empty whatever the file sets it to. */
  readonly emptiesItem: boolean;
  /** A macro with the name `Process` counts instead of the number of the job. */
  readonly processIsMacro: boolean;
  /** `requirements` that refer to themselves are refused. */
  readonly circularRequirements: boolean;
  /** A file of DAGMan commands is recognised. */
  readonly recognisesDag: boolean;
}

/** The language of one release. */
export const dialectOf = (version: Version): Dialect => {
  const modern = version.major >= 25;
  return {
    version,
    implicitQueue: modern,
    textAfterQueue: !modern,
    appendOperators: modern,
    iterate: modern,
    tables: modern,
    zeroMeansOne: modern,
    blankRowRepeats: modern,
    fillsColumns: modern,
    strictSlice: modern,
    functionErrorsAbort: !modern,
    basenameSuffix: modern,
    emptiesItem: modern,
    processIsMacro: modern,
    circularRequirements: modern,
    recognisesDag: modern,
  };
};
