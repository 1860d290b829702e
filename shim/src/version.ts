import { version } from '../../package.json';

/** The shim's version is the extension's: they are packaged together. */
export const shimVersion = version;
