/** Appends a line to a known_hosts file (made with mode 0600 where it is missing). Throws TransportError `fileFailed`. */
export declare function rememberHostKey(file: string, line: string): Promise<void>;
