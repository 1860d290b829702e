/* DMTCP stand-in (test double): what the tools and the preloaded library share. */
#define _GNU_SOURCE
#include "standin.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const char *tool = "standin";
static int log_fd = -1;
extern char **environ;

void standin_begin(const char *name) { tool = name; }

static void timestamp(char *out, size_t size) {
  struct timespec now;
  struct tm local;
  clock_gettime(CLOCK_REALTIME, &now);
  localtime_r(&now.tv_sec, &local);
  size_t length = strftime(out, size, "%Y-%m-%dT%H:%M:%S", &local);
  snprintf(out + length, size - length, ".%03ld", now.tv_nsec / 1000000);
}

/* A worker's pid in logs is DMTCP's virtual one. */
static int shown_pid(void) { return strcmp(tool, "dmtcpworker") == 0 ? STANDIN_VIRTUAL_PID : getpid(); }

static void open_log(const char *path) {
  char now[64];
  log_fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log_fd < 0) return;
  timestamp(now, sizeof now);
  dprintf(log_fd, "[%s, %d, %d, INFO] at dmtcp-stand-in/common.c:%d in open_log_file; REASON='Program: %s; %s'\n  Environment:\n",
          now, shown_pid(), shown_pid(), __LINE__, tool, STANDIN_NAME);
  for (char **entry = environ; *entry; entry++) dprintf(log_fd, "    %s;\n", *entry);
}

/* As in 4.2, a log file appears with the first message. */
static void open_own_log(void) {
  char directory[PATH_MAX - 512], path[PATH_MAX], host[256] = "localhost", now[64], upid[128];
  const char *base = getenv("DMTCP_TMPDIR");
  if (!base) base = getenv("TMPDIR");
  if (!base) base = "/tmp";
  struct passwd *user = getpwuid(getuid());
  gethostname(host, sizeof host);
  mkdir(base, 0700);
  snprintf(directory, sizeof directory, "%s/dmtcp-%s@%s", base, user ? user->pw_name : "unknown", host);
  mkdir(directory, 0700);
  timestamp(now, sizeof now);
  standin_upid(upid, sizeof upid, shown_pid());
  snprintf(path, sizeof path, "%s/%s.%s.%s.log", directory, tool, now, upid);
  open_log(path);
}

void standin_log_to(const char *path) { open_log(path); }

static void log_line(int fd, const char *level, int line, const char *where, const char *text) {
  char now[64];
  timestamp(now, sizeof now);
  int colour = strcmp(level, "Error") == 0 ? 31 : strcmp(level, "Warning") == 0 ? 33 : 32;
  dprintf(fd, "\033[0;%dm[%s, %d, %ld, %s] at dmtcp-stand-in/%s.c:%d in %s; REASON='%s;\033[0m\n", colour, now,
          shown_pid(), getpid() == syscall(SYS_gettid) ? shown_pid() : syscall(SYS_gettid), level, tool, line, where, text);
}

void standin_log(const char *level, int line, const char *where, const char *format, ...) {
  char text[8192];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (log_fd < 0) open_own_log();
  if (log_fd >= 0) log_line(log_fd, level, line, where, text);
}

void standin_fail(int line, const char *where, const char *format, ...) {
  char text[8192], shown[9000];
  struct stat status;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  snprintf(shown, sizeof shown, "%s    %s: Terminating...", text, tool);
  standin_log("Error", line, where, "%s", shown);
  const char *redirected = getenv("JALIB_STDERR_PATH");
  int fd = redirected ? open(redirected, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : 2;
  if (redirected || (fstat(2, &status) == 0 && !S_ISFIFO(status.st_mode))) log_line(fd, "Error", line, where, shown);
  _exit(STANDIN_FAILURE);
}

int standin_generation(void) {
  const char *given = getenv("DMTCP_STANDIN_GENERATION");
  return given ? atoi(given) : 4;
}

void standin_version(void) {
  printf("%s (DMTCP stand-in) 4.2.0\n%s\nIt checkpoints nothing but its own sample program. Not DMTCP; for tests only.\n", tool, STANDIN_NAME);
}

void standin_upid(char *out, size_t size, int pid) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  snprintf(out, size, "%lx-%d-%lx", gethostid() & 0xffffL, pid, (now.tv_sec * 1000000000L + now.tv_nsec) >> 10 & 0xffffffffffL);
}

int standin_connect(int port, int seconds) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int attempt = 0;; attempt++) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0) return fd;
    close(fd);
    if (attempt >= seconds * 10) return -1;
    usleep(100000);
  }
}

void standin_send(int fd, const char *format, ...) {
  char line[8192];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  send(fd, line, (size_t)length, MSG_NOSIGNAL);
}

int standin_receive(int fd, char *line, size_t size) {
  size_t length = 0;
  for (;;) {
    char byte;
    ssize_t got = read(fd, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    if (byte == '\n') break;
    if (length + 1 < size) line[length++] = byte;
  }
  line[length] = 0;
  return 1;
}

void standin_find(const char *file, char *out, size_t size) {
  static const char *const places[] = {"bin", "lib64/dmtcp", "lib/dmtcp"};
  char self[PATH_MAX] = "";
  if (readlink("/proc/self/exe", self, sizeof self - 1) < 0) self[0] = 0;
  for (int up = 0; up < 2; up++) {
    char *slash = strrchr(self, '/');
    if (slash) *slash = 0;
  }
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    snprintf(out, size, "%s/%s/%s", self, places[i], file);
    if (access(out, R_OK) == 0) return;
  }
  snprintf(out, size, "%s", file);
}

void standin_preload(void) {
  static const char *const libraries[] = {"libdmtcp_alloc.so", "libdmtcp_dl.so", "libdmtcp_ipc.so", "libdmtcp_svipc.so",
                                          "libdmtcp_timer.so", "libdmtcp.so",    "libdmtcp_pid.so"};
  char value[7 * PATH_MAX] = "", path[PATH_MAX];
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
    standin_find(libraries[i], path, sizeof path);
    strcat(strcat(value, path), ":");
  }
  setenv("LD_PRELOAD", value, 1);
}
