/* DMTCP stand-in (test double): libdmtcp.so, preloaded into the sample program. */
#define _GNU_SOURCE
#include "standin.h"
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;
static struct standin_state *state;
static struct standin_image image;
static char image_path[PATH_MAX];

/* NUL-terminated texts in a row. */
static void append(char **to, uint32_t *size, const char *text) {
  size_t length = strlen(text) + 1;
  *to = realloc(*to, *size + length);
  memcpy(*to + *size, text, length);
  *size += (uint32_t)length;
}

static void note_environment(void) {
  image.environment = NULL;
  image.environment_size = 0;
  for (char **entry = environ; *entry; entry++) append(&image.environment, &image.environment_size, *entry);
}

static void note_files(void) {
  DIR *directory = opendir("/proc/self/fd");
  struct dirent *entry;
  image.file_count = 0;
  while ((entry = readdir(directory)) && image.file_count < 16) {
    struct stat status;
    int fd = atoi(entry->d_name);
    if (fd <= 2 || fd == dirfd(directory) || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) continue;
    if (fcntl(fd, F_GETFD) & FD_CLOEXEC) continue; /* this library's log file */
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, image.files[image.file_count].path, sizeof image.files->path - 1);
    image.files[image.file_count].path[length < 0 ? 0 : length] = 0;
    image.files[image.file_count].size = status.st_size;
    image.files[image.file_count++].writable = (fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY;
  }
  closedir(directory);
}

static void write_checkpoint(void) {
  if (!state) FAIL("JASSERT(state) failed;Message: the stand-in can checkpoint its sample program 'counter' only; (program = %s)", image.program);
  while (__atomic_exchange_n(&state->lock, 1, __ATOMIC_ACQUIRE)) usleep(100);
  image.state = *state;
  image.state.lock = 0;
  if (!getcwd(image.cwd, sizeof image.cwd)) image.cwd[0] = 0;
  note_environment();
  note_files();
  int problem = standin_write_image(image_path, &image);
  if (problem) FAIL("JASSERT(Util::writeAll(fd, area.addr, area.size) == (ssize_t)area.size) failed; (path = %s); (strerror((*__errno_location ())) = %s)", image_path, strerror(problem));
}

static void *serve(void *unused) {
  char line[256];
  (void)unused;
  while (standin_receive(STANDIN_SOCKET, line, sizeof line)) {
    if (strcmp(line, "CHECKPOINT") == 0) {
      write_checkpoint();
      standin_send(STANDIN_SOCKET, "D %s\n", image_path);
    } else if (strcmp(line, "RESUME") == 0) {
      __atomic_store_n(&state->lock, 0, __ATOMIC_RELEASE);
    } else if (strcmp(line, "KILL") == 0) {
      _exit(0); /* what a program killed by -k, -kc or -q ends with */
    }
  }
  FAIL("JASSERT(strcmp(DMTCP_MAGIC_STRING, _magicBits) == 0) failed;Message: read invalid message, _magicBits mismatch.  Did DMTCP coordinator die uncleanly?");
}

/* The race of DMTCP after a restart: the program acts, then forks before the coordinator knows that it runs. */
static void *fork_too_early(void *unused) {
  char line[256];
  int before = state->next;
  (void)unused;
  while (state->next == before) usleep(1000);
  standin_send(STANDIN_SOCKET, "F\n");
  if (standin_receive(STANDIN_SOCKET, line, sizeof line) && strcmp(line, "REFUSED") == 0)
    FAIL("JASSERT(false) failed;Message: Connection rejected by the coordinator.\nReason: Current computation not in RUNNING state.\n         Is a checkpoint/restart in progress?");
  return NULL;
}

/* Files that the program had open: writable ones go back to their size, unreadable ones end the restart. */
static void restore_files(void) {
  size_t length = strlen(image.cwd);
  for (uint32_t i = 0; i < image.file_count; i++) {
    const char *path = image.files[i].path;
    struct stat status;
    if (strncmp(path, image.cwd, length) == 0 && path[length] == '/') path += length + 1;
    if (stat(path, &status) != 0) FAIL("JASSERT(fd != -1) failed;Message: File not found. (path = %s)", path);
    if (image.files[i].writable && status.st_size > image.files[i].size && truncate(path, image.files[i].size) != 0) FAIL("JASSERT(truncate) failed; (path = %s)", path);
    if (status.st_size < image.files[i].size) standin_log("Warning", __LINE__, __func__, "file is smaller than at the checkpoint; (path = %s)", path);
  }
}

static void describe_program(void) {
  char exe[PATH_MAX] = "", arguments[65536];
  if (readlink("/proc/self/exe", exe, sizeof exe - 1) < 0) exe[0] = 0;
  snprintf(image.exe, sizeof image.exe, "%s", exe);
  snprintf(image.program, sizeof image.program, "%s", strrchr(exe, '/') ? strrchr(exe, '/') + 1 : exe);
  int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
  ssize_t size = fd < 0 ? 0 : read(fd, arguments, sizeof arguments - 1);
  if (fd >= 0) close(fd);
  for (char *text = arguments; text < arguments + size; text += strlen(text) + 1) append(&image.arguments, &image.arguments_size, text);
}

__attribute__((constructor)) static void begin(void) {
  struct stat status;
  const char *from = getenv("DMTCP_STANDIN_IMAGE");
  standin_begin("dmtcpworker");
  if (fstat(STANDIN_SOCKET, &status) != 0 || !S_ISSOCK(status.st_mode)) return; /* a child of the sample program */
  fcntl(STANDIN_SOCKET, F_SETFD, FD_CLOEXEC);
  state = dlsym(RTLD_DEFAULT, STANDIN_STATE_NAME);
  if (from) {
    snprintf(image_path, sizeof image_path, "%s", from);
    if (!state || standin_read_image(from, &image) != 0) FAIL("JASSERT(image) failed; (path = %s)", from);
    unsetenv("DMTCP_STANDIN_IMAGE");
    *state = image.state;
    restore_files();
    image.arguments = NULL;
    image.arguments_size = 0;
    describe_program();
  } else {
    const char *directory = getenv("DMTCP_CHECKPOINT_DIR"), *compid = getenv("DMTCP_STANDIN_COMPID");
    char here[PATH_MAX];
    describe_program();
    standin_upid(image.upid, sizeof image.upid, STANDIN_VIRTUAL_PID);
    snprintf(image.compid, sizeof image.compid, "%s", compid ? compid : image.upid);
    if (directory) mkdir(directory, 0700);
    if (!realpath(directory ? directory : ".", here)) strcpy(here, ".");
    snprintf(image_path, sizeof image_path, "%s/ckpt_%s_%s.dmtcp", here, image.program, image.upid);
  }
  standin_log("INFO", __LINE__, __func__, "%s; (program = %s); (image = %s)", STANDIN_NAME, image.program, image_path);
  /* DMTCP_STANDIN_REFUSE names a file; each restart that finds it takes it away and is refused. */
  const char *refuse = getenv("DMTCP_STANDIN_REFUSE");
  int refused = from && refuse && unlink(refuse) == 0;
  if (!refused) standin_send(STANDIN_SOCKET, "U %s %s %d %s\n", image.program, image.upid, getpid(), image.compid);
  sigset_t all, before;
  pthread_t thread;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pthread_create(&thread, NULL, refused ? fork_too_early : serve, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}
