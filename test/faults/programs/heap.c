/*
 * A program with much memory: heap N MILLISECONDS FILE END MEGABYTES
 * Fills MEGABYTES with numbers that do not compress, counts 1..N on standard output and into FILE, and in the end
 * looks whether every byte is still what it was (code 8 if not).
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static uint64_t following(uint64_t x) {
  x ^= x << 13;
  x ^= x >> 7;
  return x ^ x << 17;
}

int main(int argc, char **argv) {
  if (argc < 6) return fprintf(stderr, "usage: heap N MILLISECONDS FILE END MEGABYTES\n"), 64;
  int total = atoi(argv[1]), milliseconds = atoi(argv[2]);
  int file = open(argv[3], O_WRONLY | O_CREAT | O_APPEND | O_TRUNC, 0644);
  size_t size = (size_t)atoi(argv[5]) * (1 << 20) / sizeof(uint64_t);
  uint64_t *memory = malloc(size * sizeof *memory), x = 88172645463325252u;
  if (file < 0 || !memory) return perror("heap"), 66;
  for (size_t i = 0; i < size; i++) memory[i] = x = following(x);
  for (int i = 1; i <= total; i++) {
    char line[32];
    int length = snprintf(line, sizeof line, "%d\n", i);
    if (write(1, line, (size_t)length) != length || write(file, line, (size_t)length) != length) return 2;
    struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    nanosleep(&pause, NULL);
  }
  x = 88172645463325252u;
  for (size_t i = 0; i < size; i++)
    if (memory[i] != (x = following(x))) return fprintf(stderr, "word %zu has changed\n", i), 8;
  return atoi(argv[4]);
}
