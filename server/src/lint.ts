import { lint, readInput } from './lintFiles.ts';

const { stdout, stderr, status } = lint(process.argv.slice(2), readInput);
process.exitCode = status;
process.stderr.write(stderr);
process.stdout.write(stdout);
