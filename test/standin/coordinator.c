/* DMTCP stand-in (test double): dmtcp_coordinator. One computation, one loop over poll(2). */
#define _GNU_SOURCE
#include "standin.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAX_CLIENTS 64
enum worker_state { NONE, UNKNOWN, RUNNING, CHECKPOINTING, DONE };
static const char *const state_names[] = {"", "UNKNOWN", "RUNNING", "CHECKPOINTING", "CHECKPOINTED"};

static struct client {
  int fd, pid, virtual_pid;
  enum worker_state state;
  char program[256], upid[128], image[PATH_MAX];
} clients[MAX_CLIENTS];
static int client_count, port, interval, exit_on_last, kill_after_checkpoint, waiting = -1;
static char compid[128] = "0", port_file[PATH_MAX];
static time_t next_checkpoint;

static void quit(void) {
  if (port_file[0]) unlink(port_file);
  exit(0);
}

static int workers(void) {
  int count = 0;
  for (int i = 0; i < client_count; i++) count += clients[i].state != NONE;
  return count;
}

static int all_in(enum worker_state state) {
  for (int i = 0; i < client_count; i++)
    if (clients[i].state != NONE && clients[i].state != state) return 0;
  return workers() > 0;
}

static void tell_workers(const char *what) {
  for (int i = 0; i < client_count; i++)
    if (clients[i].state != NONE) standin_send(clients[i].fd, "%s\n", what);
}

static int start_checkpoint(void) {
  if (!all_in(RUNNING)) return 0;
  NOTE("starting checkpoint; incrementing generation; suspending all nodes; (s.numPeers = %d)", workers());
  for (int i = 0; i < client_count; i++)
    if (clients[i].state == RUNNING) clients[i].state = CHECKPOINTING;
  tell_workers("CHECKPOINT");
  return 1;
}

static void write_restart_script(void) {
  char path[2 * PATH_MAX], link[PATH_MAX + 64], directory[PATH_MAX], target[256];
  for (int i = 0; i < client_count; i++)
    if (clients[i].state != NONE) snprintf(directory, sizeof directory, "%s", clients[i].image);
  char *parent = dirname(directory);
  snprintf(target, sizeof target, "dmtcp_restart_script_%s.sh", compid);
  snprintf(path, sizeof path, "%s/%s", parent, target);
  snprintf(link, sizeof link, "%s/dmtcp_restart_script.sh", parent);
  FILE *script = fopen(path, "w");
  if (!script) return;
  fprintf(script, "#!/bin/bash\n# Written by the %s.\ngiven_ckpt_files=\"", STANDIN_NAME);
  for (int i = 0; i < client_count; i++)
    if (clients[i].state != NONE) fprintf(script, " %s", clients[i].image);
  fprintf(script, "\"\nexec dmtcp_restart --coord-host ${DMTCP_COORD_HOST:-localhost} --coord-port ${DMTCP_COORD_PORT:-%d} $given_ckpt_files\n", port);
  fclose(script);
  chmod(path, 0744);
  unlink(link);
  if (symlink(target, link) != 0) standin_log("Warning", __LINE__, __func__, "no link; (link = %s)", link);
  NOTE("Checkpoint complete. Wrote restart script; (restartScriptPath = %s)", path);
}

static void finish_checkpoint(void) {
  if (!all_in(DONE)) return;
  NOTE("Checkpoint complete; all workers running");
  write_restart_script();
  tell_workers(kill_after_checkpoint ? "KILL" : "RESUME");
  for (int i = 0; i < client_count; i++)
    if (clients[i].state == DONE) clients[i].state = RUNNING;
  kill_after_checkpoint = 0;
  if (waiting >= 0) standin_send(waiting, "0\n"), close(waiting);
  waiting = -1;
  next_checkpoint = time(NULL) + interval;
}

/* dmtcp_command: "CODE [stderr]", then the text. */
static void answer(int fd, char request, int value) {
  if (request == 's') {
    char every[64] = "0 (checkpoint manually)";
    if (interval > 0) snprintf(every, sizeof every, "%d", interval);
    standin_send(fd, "0\nCoordinator:\n  Host: localhost\n  Port: %d\nStatus...\n  NUM_PEERS=%d\n  RUNNING=%s\n  CKPT_INTERVAL=%s\n", port, workers(), all_in(RUNNING) ? "yes" : "no", every);
  } else if (request == 'l') {
    standin_send(fd, "0\nCoordinator:\n  Host: localhost\n  Port: %d\nClient List:\n#, PROG[virtPID:realPID]@HOST, DMTCP-UNIQUEPID, STATE, BARRIER\n", port);
    for (int i = 0; i < client_count; i++)
      if (clients[i].state != NONE) standin_send(fd, "%d, %s[%d:%d]@localhost, %s, WorkerState::%s, \n", i + 1, clients[i].program, clients[i].virtual_pid, clients[i].pid, clients[i].upid, state_names[clients[i].state]);
    standin_send(fd, "\n");
  } else if (request == 'c' || request == 'b') {
    int started = start_checkpoint();
    /* Before 3.0 (and again in main), -bc waits for the end. */
    if (started && request == 'b' && standin_generation() < 3) waiting = dup(fd);
    else if (started) standin_send(fd, "0\n");
    else standin_send(fd, "2 stderr\nError, computation not in running state.  Either a checkpoint is\n currently happening or there are no connected processes.\n");
  } else if (request == 'K') {
    /* As in 4.2: the same text and code whether the request is honoured or not. */
    if (start_checkpoint()) kill_after_checkpoint = 1;
    standin_send(fd, "2\nComputation was checkpointed and killed.\n");
  } else if (request == 'i') {
    interval = value;
    next_checkpoint = time(NULL) + interval;
    standin_send(fd, "0\nInterval changed to %d\n", value);
  } else {
    NOTE(request == 'k' ? "Killing all connected peers..." : "killing all connected peers and quitting ...");
    tell_workers("KILL");
    standin_send(fd, "0\n");
    if (request == 'q') quit();
  }
}

/* 0: the client is gone. */
static int handle(struct client *client) {
  char line[PATH_MAX + 512], kind, a[PATH_MAX] = "", b[128] = "", c[128] = "";
  int number = 0;
  if (!standin_receive(client->fd, line, sizeof line)) return 0;
  kind = line[0];
  if (kind == 'C') {
    char request = 0;
    sscanf(line, "C %c %d", &request, &number);
    answer(client->fd, request, number);
    return 0;
  }
  if (kind == 'F') {
    if (!all_in(RUNNING)) NOTE("Current computation not in RUNNING state.  Refusing to accept new connections.");
    standin_send(client->fd, all_in(RUNNING) ? "ACCEPTED\n" : "REFUSED\n");
    return 1;
  }
  if (kind == 'D') {
    snprintf(client->image, sizeof client->image, "%s", line + 2);
    client->state = DONE;
    finish_checkpoint();
    return 1;
  }
  if (sscanf(line + 1, "%4095s %127s %d %127s", a, b, &number, c) != 4) return 0;
  snprintf(client->program, sizeof client->program, "%s", a);
  snprintf(client->upid, sizeof client->upid, "%s", b);
  snprintf(compid, sizeof compid, "%s", c);
  client->pid = number;
  client->virtual_pid = kind == 'W' ? number : STANDIN_VIRTUAL_PID;
  client->state = kind == 'U' ? RUNNING : UNKNOWN;
  if (kind == 'U') NOTE("Updating process Information after exec(); (progname = %s); (msg.from = %s)", a, b);
  else NOTE("worker connected; (hello_remote.from = %s); (client->progname() = %s)", b, a);
  return 1;
}

static void forget(int index) {
  struct client gone = clients[index];
  close(gone.fd);
  clients[index] = clients[--client_count];
  if (gone.state == NONE) return;
  NOTE("client disconnected; (client->identity() = %s); (client->progname() = %s)", gone.upid, gone.program);
  if (workers() > 0) return;
  if (exit_on_last) {
    NOTE("last client exited, shutting down..");
    NOTE("killing all connected peers and quitting ...");
    quit();
  }
}

static void serve(int listener) {
  for (;;) {
    struct pollfd sets[MAX_CLIENTS + 1] = {{.fd = listener, .events = POLLIN}};
    int count = client_count;
    for (int i = 0; i < count; i++) sets[i + 1] = (struct pollfd){.fd = clients[i].fd, .events = POLLIN};
    if (poll(sets, (nfds_t)count + 1, interval > 0 ? 200 : 60000) < 0 && errno != EINTR) exit(1);
    if (interval > 0 && time(NULL) >= next_checkpoint) {
      next_checkpoint = time(NULL) + interval;
      start_checkpoint();
    }
    for (int i = count - 1; i >= 0; i--)
      if (sets[i + 1].revents && !handle(&clients[i])) forget(i);
    if (sets[0].revents && client_count < MAX_CLIENTS) {
      int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
      if (fd >= 0) clients[client_count++] = (struct client){.fd = fd};
    }
  }
}

static int usage(FILE *to, int code) {
  if (standin_generation() == 1)
    return fprintf(to, "USAGE:\n  dmtcp_coordinator [OPTIONS] [port]\n%s\n  --port --ckptdir --tmpdir --exit-on-last --background --batch --interval --help --version\n", STANDIN_NAME), 1;
  if (standin_generation() == 2)
    return fprintf(to, "Usage: dmtcp_coordinator [OPTIONS] [port]\n%s\n  --port --port-file --ckptdir --tmpdir --exit-on-last --exit-after-ckpt --daemon --interval --help --version\n", STANDIN_NAME), code;
  fprintf(to,
          "Usage: dmtcp_coordinator [OPTIONS] [port]\n"
          "Coordinates checkpoints. This is the %s.\n\n"
          "  -p, --port, --coord-port PORT_NUM (default: 7779, 0: any)\n"
          "  --port-file filename\n  --status-file filename (accepted)\n  --ckptdir PATH (accepted)\n  --tmpdir PATH\n"
          "  --exit-on-last\n  --kill-after-ckpt (accepted)\n  --stale-timeout seconds (accepted)\n  --daemon\n"
          "  -i, --interval SECONDS\n  --coord-logfile PATH (with --daemon)\n  -q, --quiet\n  --help, --version\n",
          STANDIN_NAME);
  return code;
}

static int listen_on(int wanted) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)wanted)};
  socklen_t size = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK); /* narrower than DMTCP, which listens everywhere */
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 16) != 0)
    FAIL("JASSERT(listenSock->isValid()) failed; (flags.thePort = %d); ((strerror((*__errno_location ()))) = %s);Message: Failed to create listen socket.", wanted, strerror(errno));
  getsockname(fd, (struct sockaddr *)&address, &size);
  port = ntohs(address.sin_port);
  return fd;
}

static void write_port_file(void) {
  if (!port_file[0]) return;
  int fd = open(port_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) {
    fprintf(stderr, "DMTCP stand-in: Warning: Failed to open port file. (portFile = %s): %s\n", port_file, strerror(errno));
    return;
  }
  dprintf(fd, "%d", port);
  close(fd);
}

int main(int argc, char **argv) {
  int wanted = 7779, daemonize = 0, quiet = 0;
  const char *log_file = NULL;
  standin_begin("dmtcp_coordinator");
  for (int i = 1; i < argc; i++) {
    const char *argument = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";
    if (strcmp(argument, "--help") == 0) return usage(stdout, 0);
    if (strcmp(argument, "--version") == 0) return standin_version(), 0;
    if (strcmp(argument, standin_generation() == 1 ? "--background" : "--daemon") == 0) daemonize = 1;
    else if (strcmp(argument, "--exit-on-last") == 0) exit_on_last = 1;
    else if (strcmp(argument, "-q") == 0 || strcmp(argument, "--quiet") == 0) quiet = 1;
    else if (strcmp(argument, "--kill-after-ckpt") == 0) continue;
    else if (argument[0] != '-') wanted = atoi(argument);
    else {
      i++;
      if (strcmp(argument, "-p") == 0 || strcmp(argument, "--port") == 0 || strcmp(argument, "--coord-port") == 0) wanted = atoi(value);
      else if (strcmp(argument, "-i") == 0 || strcmp(argument, "--interval") == 0) interval = atoi(value);
      else if (strcmp(argument, "--port-file") == 0) { if (!realpath(value, port_file)) snprintf(port_file, sizeof port_file, "%s", value); }
      else if (strcmp(argument, "--coord-logfile") == 0) log_file = value;
      else if (strcmp(argument, "--tmpdir") == 0) setenv("DMTCP_TMPDIR", value, 1);
      else if (strcmp(argument, "--status-file") != 0 && strcmp(argument, "--ckptdir") != 0 && strcmp(argument, "--stale-timeout") != 0) return usage(stderr, 1);
    }
  }
  int listener = listen_on(wanted);
  char every[64] = "disabled (checkpoint manually instead)", host[256] = "localhost";
  if (interval > 0) snprintf(every, sizeof every, "%d", interval);
  gethostname(host, sizeof host);
  if (!quiet) fprintf(stderr, "dmtcp_coordinator starting...\n    %s\n    Host: %s (127.0.0.1)\n    Port: %d\n    Checkpoint Interval: %s\n    Exit on last client: %d\n%s\n", STANDIN_NAME, host, port, every, exit_on_last, daemonize ? "Backgrounding..." : "Type '?' for help.\n");
  write_port_file();
  if (daemonize) {
    if (fork() != 0) _exit(0); /* as in DMTCP, no session of its own */
    int null = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++) dup2(null, fd);
    if (log_file) standin_log_to(log_file);
    if (exit_on_last) {
      sigset_t all;
      sigfillset(&all);
      sigdelset(&all, SIGALRM);
      sigprocmask(SIG_BLOCK, &all, NULL);
    }
  }
  signal(SIGPIPE, SIG_IGN);
  NOTE("No active clients; starting stale timeout; (theStaleTimeout = 28800)");
  next_checkpoint = time(NULL) + interval;
  serve(listener);
}
