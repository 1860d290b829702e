/* DMTCP stand-in (test double): dmtcp_restart, and mtcp_restart when run by that name, which becomes the program. */
#define _GNU_SOURCE
#include "standin.h"
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct standin_image image;

static int usage(FILE *to, int code) {
  fprintf(to,
          "Usage: dmtcp_restart [OPTIONS] <ckpt1.dmtcp> [ckpt2.dmtcp...]\n"
          "Restart processes from images of the %s.\n\n"
          "  -p, --port, --coord-port PORT_NUM (environment variable DMTCP_COORD_PORT)\n"
          "  -j, --join-coordinator      join an existing coordinator, fail if there is none\n"
          "  -q, --quiet\n"
          "  --help, --version\n",
          STANDIN_NAME);
  return code;
}

/* A path below the directory of the checkpoint is looked for in the directory of the restart. */
static const char *moved(const char *path, char *out) {
  size_t length = strlen(image.cwd);
  if (strncmp(path, image.cwd, length) == 0 && path[length] == '/') return strcpy(out, path + length + 1);
  return path;
}

static int become_program(const char *path) {
  if (standin_read_image(path, &image) == 2) {
    fprintf(stderr, "[%d] dmtcp-stand-in/restart.c:%d read_one_memory_area:\n  Assertion failed: the image's body is damaged\n", getpid(), __LINE__);
    raise(SIGSEGV);
  }
  char *arguments[256] = {0}, full[PATH_MAX], exe[PATH_MAX];
  int count = 0;
  for (char *text = image.arguments; text < image.arguments + image.arguments_size && count < 255; text += strlen(text) + 1) arguments[count++] = text;
  clearenv(); /* a restored process has the environment of its checkpoint */
  for (char *text = image.environment; text < image.environment + image.environment_size; text += strlen(text) + 1) putenv(text);
  setenv("DMTCP_STANDIN_IMAGE", realpath(path, full), 1);
  standin_preload();
  execv(moved(image.exe, exe), arguments);
  FAIL("JASSERT(false) failed; (exe = %s); (strerror((*__errno_location ())) = %m)", image.exe);
}

int main(int argc, char **argv) {
  int i = 1;
  const char *port = getenv("DMTCP_COORD_PORT"), *name = strrchr(argv[0], '/');
  name = name ? name + 1 : argv[0];
  standin_begin(strcmp(name, "mtcp_restart") == 0 ? "mtcp_restart" : "dmtcp_restart");
  if (strcmp(name, "mtcp_restart") == 0) {
    if (argc != 2) return fprintf(stderr, "mtcp_restart: part of the %s, run by dmtcp_restart\n", STANDIN_NAME), 1;
    return become_program(argv[1]);
  }
  for (; i < argc && argv[i][0] == '-'; i++) {
    if (strcmp(argv[i], "--help") == 0) return usage(stdout, 0);
    if (strcmp(argv[i], "--version") == 0) return standin_version(), 0;
    if ((strcmp(argv[i], "-p") == 0 || strcmp(argv[i], "--port") == 0 || strcmp(argv[i], "--coord-port") == 0) && i + 1 < argc) port = argv[++i];
    else if (strncmp(argv[i], "-j", 2) != 0 && strncmp(argv[i], "--join", 6) != 0 && strcmp(argv[i], "-q") != 0 && strcmp(argv[i], "--quiet") != 0)
      return puts("Invalid Argument"), usage(stdout, STANDIN_FAILURE);
  }
  if (i + 1 != argc) FAIL("JASSERT(doesNotHaveOneImage) failed;Message: the stand-in restarts exactly one image; (given = %d)", argc - i);
  const char *path = argv[i];
  size_t length = strlen(path);
  if (length < 6 || strcmp(path + length - 6, ".dmtcp") != 0) FAIL("JASSERT(Util::strEndsWith(ckptFile, \".dmtcp\")) failed; (ckptFile = %s)", path);
  if (standin_read_image(path, &image) == 1) FAIL("JASSERT(header is valid) failed;Message: Invalid checkpoint image (ckptFile = %s)", path);
  int fd = standin_connect(port ? atoi(port) : 7779, 1);
  if (fd < 0) FAIL("JASSERT(sockfd != -1) failed;Message: Coordinator not found, but --join was specified. Exiting.");
  standin_send(fd, "R %s %s %d %s\n", image.program[0] ? image.program : "damaged", image.upid[0] ? image.upid : "0", getpid(), image.compid[0] ? image.compid : "0");
  dup2(fd, STANDIN_SOCKET);
  close(fd);
  char next[PATH_MAX];
  standin_find("mtcp_restart", next, sizeof next);
  execlp(next, "mtcp_restart", path, (char *)NULL);
  FAIL("JASSERT(false) failed;Message: cannot run mtcp_restart (strerror((*__errno_location ())) = %m)");
}
