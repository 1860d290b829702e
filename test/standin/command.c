/* DMTCP stand-in (test double): dmtcp_command. */
#include "standin.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void usage(FILE *to) {
  fprintf(to,
          "Usage:  dmtcp_command [OPTIONS] COMMAND [COMMAND...]\n"
          "Talks to the coordinator. This is the %s.\n\n"
          "  -h, --coord-host HOSTNAME   (always localhost here)\n"
          "  -p, --coord-port PORT_NUM (environment variable DMTCP_COORD_PORT)\n"
          "  --help, --version\n\n"
          "Commands for Coordinator:\n"
          "    -s, --status:          peers and state\n"
          "    -l, --list:            connected clients\n"
          "    -c, --checkpoint:      checkpoint, return at once\n"
          "    -bc, --bcheckpoint:    the same (does not block, as in 4.2)\n"
          "%s"
          "    -i, --interval <val>   seconds between checkpoints (0=never)\n"
          "    -k, --kill             kill all clients\n"
          "    -q, --quit             kill all clients and quit\n",
          STANDIN_NAME, standin_generation() < 3 ? "" : "    -kc, --kcheckpoint     checkpoint, then kill\n");
}

int main(int argc, char **argv) {
  static const char *const names[][3] = {{"s", "-s", "--status"},       {"l", "-l", "--list"},         {"c", "-c", "--checkpoint"},
                                         {"b", "-bc", "--bcheckpoint"}, {"K", "-kc", "--kcheckpoint"}, {"i", "-i", "--interval"},
                                         {"k", "-k", "--kill"},         {"q", "-q", "--quit"}};
  const char *port = getenv("DMTCP_COORD_PORT"), *request = NULL, *value = "0";
  standin_begin("dmtcp_command");
  for (int i = 1; i < argc; i++) {
    const char *argument = argv[i];
    if (strcmp(argument, "--help") == 0) return usage(stdout), 1;
    if (strcmp(argument, "--version") == 0) return standin_version(), 1;
    if (strcmp(argument, "-p") == 0 || strcmp(argument, "--port") == 0 || strcmp(argument, "--coord-port") == 0) {
      if (++i < argc) port = argv[i];
    } else if (strcmp(argument, "-h") == 0 || strcmp(argument, "--coord-host") == 0) {
      i++;
    } else {
      const char *found = NULL;
      for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        if (strcmp(argument, names[n][1]) == 0 || strcmp(argument, names[n][2]) == 0) found = names[n][0];
      /* Before 3.0, -kc is read as -k. */
      if (found && *found == 'K' && standin_generation() < 3) found = "k";
      if (!found) return usage(stderr), 1;
      request = found;
      if (*request == 'i' && i + 1 < argc) value = argv[++i];
    }
  }
  if (!request) return usage(stderr), 1;
  int fd = standin_connect(port ? atoi(port) : 7779, *request == 'b' || *request == 'K' ? 2 : 1);
  if (fd < 0) return fputs("Coordinator not found. Please check port and host.\n", stderr), 2;
  standin_send(fd, "C %s %s\n", request, value);
  char line[8192];
  if (!standin_receive(fd, line, sizeof line)) return 0; /* -q: the coordinator is gone */
  int code = atoi(line);
  int to_errors = strstr(line, "stderr") != NULL;
  while (standin_receive(fd, line, sizeof line)) fprintf(to_errors ? stderr : stdout, "%s\n", line);
  return code;
}
