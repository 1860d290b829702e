/* DMTCP stand-in (test double): the image file. Magic, body size, checksum, body, padding to a size worth truncating. */
#define _GNU_SOURCE
#include "standin.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PADDING 65536

static uint64_t checksum(const char *bytes, size_t size) {
  uint64_t sum = 14695981039346656037u; /* FNV-1a */
  for (size_t i = 0; i < size; i++) sum = (sum ^ (unsigned char)bytes[i]) * 1099511628211u;
  return sum;
}

static int write_all(int fd, const char *bytes, size_t size) {
  while (size > 0) {
    ssize_t done = write(fd, bytes, size);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return errno;
    bytes += done;
    size -= (size_t)done;
  }
  return 0;
}

int standin_write_image(const char *path, const struct standin_image *image) {
  char temporary[4200], *body = NULL;
  size_t size = 0;
  FILE *stream = open_memstream(&body, &size);
  fwrite(image, sizeof *image, 1, stream);
  fwrite(image->arguments, image->arguments_size, 1, stream);
  fwrite(image->environment, image->environment_size, 1, stream);
  for (int i = 0; i < PADDING; i++) fputc(i * 7 & 0xff, stream);
  fclose(stream);
  uint64_t head[2] = {size, checksum(body, size)};
  snprintf(temporary, sizeof temporary, "%s.temp", path);
  int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  int problem = fd < 0 ? errno : 0;
  if (!problem) problem = write_all(fd, STANDIN_IMAGE_MAGIC, strlen(STANDIN_IMAGE_MAGIC));
  if (!problem) problem = write_all(fd, (const char *)head, sizeof head);
  /* Tests that need a checkpoint to take its time set this. */
  const char *slow = getenv("DMTCP_STANDIN_CHECKPOINT_MS");
  if (slow) usleep((useconds_t)atoi(slow) * 1000);
  if (!problem) problem = write_all(fd, body, size);
  free(body);
  if (fd >= 0) close(fd);
  if (!problem && rename(temporary, path) != 0) problem = errno;
  return problem;
}

int standin_read_image(const char *path, struct standin_image *image) {
  char magic[sizeof STANDIN_IMAGE_MAGIC] = "";
  uint64_t head[2];
  FILE *file = fopen(path, "re");
  if (!file) return 1;
  int ok = fread(magic, strlen(STANDIN_IMAGE_MAGIC), 1, file) == 1 && strcmp(magic, STANDIN_IMAGE_MAGIC) == 0 &&
           fread(head, sizeof head, 1, file) == 1 && head[0] >= sizeof *image && head[0] < (64u << 20);
  char *body = ok ? malloc(head[0]) : NULL;
  size_t got = ok ? fread(body, 1, head[0], file) : 0;
  fclose(file);
  if (!ok) return 1;
  if (got != head[0] || checksum(body, got) != head[1]) return 2;
  memcpy(image, body, sizeof *image);
  image->arguments = body + sizeof *image;
  image->environment = image->arguments + image->arguments_size;
  return 0;
}
