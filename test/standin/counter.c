/*
 * The sample program of the tests: counter N [MILLISECONDS [FILE|- [END [stdin]]]]
 * Prints 1..N, one number per line, with a pause after each; appends the same lines to FILE, which it opens itself.
 * END is its exit code, or with a minus sign the signal that it dies of. With `stdin`, each line also repeats
 * one line of standard input. All of its state is one exported struct, so that the DMTCP stand-in can checkpoint it;
 * a real DMTCP needs nothing of that.
 */
#include "standin.h"
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct standin_state dmtcp_standin_state;

static void read_line(char *line, size_t size) {
  size_t length = 0;
  char byte;
  while (read(0, &byte, 1) == 1 && byte != '\n')
    if (length + 1 < size) line[length++] = byte;
  line[length] = 0;
}

static void step(struct standin_state *state, int file) {
  char input[256] = "", line[512];
  if (state->reads_stdin) read_line(input, sizeof input);
  int length = snprintf(line, sizeof line, state->reads_stdin ? "%d %s\n" : "%d\n", state->next, input);
  if (write(1, line, (size_t)length) != length) _exit(2);
  if (file >= 0 && write(file, line, (size_t)length) != length) _exit(2);
  state->next++;
}

int main(int argc, char **argv) {
  struct standin_state *state = &dmtcp_standin_state;
  int first = !state->started;
  if (first) {
    if (argc < 2 || atoi(argv[1]) < 0) {
      fprintf(stderr, "usage: counter N [MILLISECONDS [FILE|- [END [stdin]]]]\n");
      return 64;
    }
    state->next = 1;
    state->total = atoi(argv[1]);
    state->milliseconds = argc > 2 ? atoi(argv[2]) : 0;
    snprintf(state->file, sizeof state->file, "%s", argc > 3 ? argv[3] : "-");
    state->end = argc > 4 ? atoi(argv[4]) : 0;
    state->reads_stdin = argc > 5 && strcmp(argv[5], "stdin") == 0;
    state->started = 1;
  }
  int file = -1;
  if (strcmp(state->file, "-") != 0) {
    file = open(state->file, O_WRONLY | O_CREAT | O_APPEND | (first ? O_TRUNC : 0), 0644);
    if (file < 0) return perror(state->file), 66;
  }
  struct timespec pause = {state->milliseconds / 1000, state->milliseconds % 1000 * 1000000L};
  while (state->next <= state->total) {
    while (__atomic_exchange_n(&state->lock, 1, __ATOMIC_ACQUIRE)) usleep(100);
    step(state, file);
    __atomic_store_n(&state->lock, 0, __ATOMIC_RELEASE);
    nanosleep(&pause, NULL);
  }
  /* Nothing ends in the middle of a checkpoint, which takes this lock as well. */
  while (__atomic_exchange_n(&state->lock, 1, __ATOMIC_ACQUIRE)) usleep(100);
  if (state->end < 0) raise(-state->end);
  return state->end;
}
