import type { HostFacts } from '../../shim/src/hostFacts.ts';

/** A host of which nothing is known. */
export const unknownHost: HostFacts = {
  host: '',
  machine: '',
  kernel: '',
  glibc: '',
  cpu: [],
  dmtcp: '',
  microarch: '',
  condorMachine: '',
};
