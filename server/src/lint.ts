import { lint, readInput } from './lintFiles.ts';

const { stdout, stderr, status } = lint(process.argv.slice(2), readInput);
process.exitCode = status;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads may have seen enough, as in `condor-submit-lint ... | head`.
  if (error.code !== 'EPIPE') throw error;
});
process.stderr.write(stderr);
for (const piece of stdout) process.stdout.write(piece);
