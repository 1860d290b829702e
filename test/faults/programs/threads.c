/*
 * A program of several threads: threads N MILLISECONDS FILE END
 * Four threads count 1..N in turns, on standard output and into FILE; two more compute all the time.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define COUNTERS 4
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turn = PTHREAD_COND_INITIALIZER;
static int next = 1, total, milliseconds, file, broken;
static volatile int over;

static void *count(void *argument) {
  long me = (long)argument;
  pthread_mutex_lock(&lock);
  while (next <= total) {
    if (next % COUNTERS != me) {
      pthread_cond_wait(&turn, &lock);
      continue;
    }
    char line[32];
    int length = snprintf(line, sizeof line, "%d\n", next);
    if (write(1, line, (size_t)length) != length || write(file, line, (size_t)length) != length) broken = 1;
    struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    nanosleep(&pause, NULL);
    next++;
    pthread_cond_broadcast(&turn);
  }
  pthread_mutex_unlock(&lock);
  return NULL;
}

static void *compute(void *sum) {
  while (!over) {
    for (int i = 0; i < 10000; i++) *(unsigned *)sum = *(unsigned *)sum * 31 + (unsigned)i;
    usleep(1000);
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 5) return fprintf(stderr, "usage: threads N MILLISECONDS FILE END\n"), 64;
  total = atoi(argv[1]);
  milliseconds = atoi(argv[2]);
  file = open(argv[3], O_WRONLY | O_CREAT | O_APPEND | O_TRUNC, 0644);
  if (file < 0) return perror(argv[3]), 66;
  pthread_t counters[COUNTERS], others[2];
  unsigned sums[2] = {1, 2};
  for (long i = 0; i < COUNTERS; i++) pthread_create(&counters[i], NULL, count, (void *)i);
  for (int i = 0; i < 2; i++) pthread_create(&others[i], NULL, compute, &sums[i]);
  for (int i = 0; i < COUNTERS; i++) pthread_join(counters[i], NULL);
  over = 1;
  for (int i = 0; i < 2; i++) pthread_join(others[i], NULL);
  return broken ? 2 : atoi(argv[4]);
}
