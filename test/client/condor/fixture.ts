import { readFileSync } from 'node:fs';

/** A transcript of the real tools, by HTCondor's version. */
export const fixture = (version: '23.9.6' | '25.14.1', name: string): Buffer =>
  readFileSync(`test/client/fixtures/htcondor/${version}/${name}`);
