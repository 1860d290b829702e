/* DMTCP stand-in (test double): dmtcp_launch. Connects, sets LD_PRELOAD, becomes the program. */
#define _GNU_SOURCE
#include "standin.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int usage(FILE *to, int code) {
  fprintf(to,
          "Usage: dmtcp_launch [OPTIONS] <command> [args...]\n"
          "Start a process under the control of the %s.\n\n"
          "  -p, --port, --coord-port PORT_NUM (environment variable DMTCP_COORD_PORT)\n"
          "  -h, --coord-host HOSTNAME   (always localhost here)\n"
          "  -j, --join-coordinator      join an existing coordinator, fail if there is none\n"
          "  --ckptdir PATH (environment variable DMTCP_CHECKPOINT_DIR)\n"
          "  --gzip, --no-gzip           accepted\n"
          "  -i, --interval SECONDS      accepted\n"
          "  -q, --quiet                 no notes on standard error\n"
          "%s"
          "  --help, --version\n",
          STANDIN_NAME, standin_generation() < 3 ? "" : "  --with-plugin, --kernel-loader  known, and not used\n");
  return code;
}

static int is(const char *argument, const char *a, const char *b, const char *c) {
  return strcmp(argument, a) == 0 || (b && strcmp(argument, b) == 0) || (c && strcmp(argument, c) == 0);
}

int main(int argc, char **argv) {
  int i = 1, quiet = 0;
  const char *port = getenv("DMTCP_COORD_PORT");
  standin_begin("dmtcp_launch");
  for (; i < argc && argv[i][0] == '-'; i++) {
    const char *argument = argv[i];
    if (is(argument, "--help", NULL, NULL)) return usage(stdout, 0);
    if (is(argument, "--version", NULL, NULL)) return standin_version(), 0;
    if (is(argument, "-q", "--quiet", NULL)) quiet = 1;
    else if (is(argument, "-j", "--join", "--join-coordinator")) continue;
    else if (is(argument, "--gzip", "--no-gzip", NULL)) continue;
    else if (is(argument, "-p", "--port", "--coord-port") && i + 1 < argc) port = argv[++i];
    else if (is(argument, "-i", "--interval", NULL) && i + 1 < argc) i++;
    else if (is(argument, "-h", "--coord-host", NULL) && i + 1 < argc) i++;
    else if (is(argument, "--ckptdir", NULL, NULL) && i + 1 < argc) setenv("DMTCP_CHECKPOINT_DIR", argv[++i], 1);
    else return puts("Invalid Argument"), usage(stdout, STANDIN_FAILURE);
  }
  if (i >= argc) return usage(stderr, STANDIN_FAILURE);
  char *const *command = argv + i;
  if (strchr(command[0], '/') && access(command[0], R_OK) != 0) {
    fprintf(stderr, "*** ERROR:  Executable to run w/ DMTCP (stand-in) appears not to be readable,\n***         or no such executable in path.\n\n%s\n", command[0]);
    return STANDIN_FAILURE;
  }
  int fd = standin_connect(port ? atoi(port) : 7779, 1);
  if (fd < 0) FAIL("JASSERT(sockfd != -1) failed;Message: Coordinator not found, but --join was specified. Exiting.");
  char upid[128];
  standin_upid(upid, sizeof upid, getpid());
  standin_send(fd, "W %s %s %d %s\n", command[0], upid, getpid(), upid);
  dup2(fd, STANDIN_SOCKET); /* no close-on-exec: the preloaded library takes it over */
  close(fd);
  setenv("DMTCP_STANDIN_COMPID", upid, 1);
  if (quiet) setenv("DMTCP_QUIET", "1", 1);
  unsetenv("DMTCP_STANDIN_IMAGE");
  standin_preload();
  NOTE("dmtcp_launch starting new program:; (argv[0] = %s)", command[0]);
  execvp(command[0], command);
  FAIL("JASSERT(false) failed; (argv[0] = %s); (strerror((*__errno_location ())) = %m)", command[0]);
}
