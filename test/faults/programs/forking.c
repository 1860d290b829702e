/*
 * A program of two processes: forking N MILLISECONDS FILE END
 * The parent counts 1..N into a pipe; the child prints what it reads, on standard output and into FILE. Every tenth
 * number the parent also runs a shell, which must load its libraries and find the sandbox: after a restart that is
 * only so when the environment of the first start still holds.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int print(int from, const char *name) {
  char line[64];
  FILE *numbers = fdopen(from, "r");
  int file = open(name, O_WRONLY | O_CREAT | O_APPEND | O_TRUNC, 0644);
  if (!numbers || file < 0) return perror(name), 66;
  while (fgets(line, sizeof line, numbers)) {
    int length = 0;
    while (line[length]) length++;
    if (write(1, line, (size_t)length) != length || write(file, line, (size_t)length) != length) return 2;
  }
  return 0;
}

static int ended_with(pid_t child) {
  int status = 0;
  /* A child that had ended, but was not yet waited for, is not in a checkpoint: its parent finds none after a restart. */
  while (waitpid(child, &status, 0) < 0 && errno != ECHILD) continue;
  return status;
}

int main(int argc, char **argv) {
  int ends[2];
  if (argc < 5 || pipe(ends) != 0) return fprintf(stderr, "usage: forking N MILLISECONDS FILE END\n"), 64;
  int total = atoi(argv[1]), milliseconds = atoi(argv[2]);
  pid_t child = fork();
  if (child == 0) {
    close(ends[1]);
    _exit(print(ends[0], argv[3]));
  }
  close(ends[0]);
  for (int i = 1; i <= total; i++) {
    if (dprintf(ends[1], "%d\n", i) < 0) return 2;
    if (i % 10 == 0) {
      pid_t shell = fork();
      if (shell == 0) {
        execl("/bin/sh", "sh", "-c", "test -e \"$_CONDOR_SCRATCH_DIR/forking\"", (char *)NULL);
        _exit(127);
      }
      int status = ended_with(shell);
      if (status != 0) return fprintf(stderr, "number %d: the shell ended with status %d\n", i, status), 3;
    }
    struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    nanosleep(&pause, NULL);
  }
  close(ends[1]);
  return ended_with(child) == 0 ? atoi(argv[4]) : 4;
}
