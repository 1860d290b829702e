/*
 * What QuickJS's std and os modules lack and the shim needs: signals that cannot be missed, a spawn with a session
 * of its own and default signals, SHA-256, truncate, fsync. Imported as 'native'; typed in host/quickjs/modules.d.ts.
 * Functions return a value, or a negative errno.
 */
#include "quickjs.h"
#include "sha256.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static char **own_arguments;
static int own_argument_count;
static sigset_t trapped;

/* Runs before main: from the first instruction of the shim on, a soft kill waits to be read instead of killing. */
__attribute__((constructor)) static void trap_first(int count, char **arguments) {
  own_arguments = arguments;
  own_argument_count = count;
  sigemptyset(&trapped);
  sigaddset(&trapped, SIGINT);
  sigaddset(&trapped, SIGTERM);
  sigaddset(&trapped, SIGCHLD);
  sigprocmask(SIG_BLOCK, &trapped, NULL);
  signal(SIGPIPE, SIG_IGN);
}

/* signals(): descriptor; readable while one of the trapped signals is pending. */
static JSValue native_signals(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
  (void)self, (void)argc, (void)argv;
  int fd = signalfd(-1, &trapped, SFD_CLOEXEC | SFD_NONBLOCK);
  return JS_NewInt32(ctx, fd < 0 ? -errno : fd);
}

/* nextSignal(descriptor): number of a pending signal, 0 when there is none. */
static JSValue native_next_signal(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
  (void)self, (void)argc;
  struct signalfd_siginfo info;
  int fd;
  if (JS_ToInt32(ctx, &fd, argv[0])) return JS_EXCEPTION;
  return JS_NewInt32(ctx, read(fd, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0);
}

static JSValue string_list(JSContext *ctx, char **texts, int count) {
  JSValue list = JS_NewArray(ctx);
  for (int i = 0; i < count; i++) JS_SetPropertyUint32(ctx, list, (uint32_t)i, JS_NewString(ctx, texts[i]));
  return list;
}

/* args(): the command line, program name first. */
static JSValue native_args(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
  (void)self, (void)argc, (void)argv;
  return string_list(ctx, own_arguments, own_argument_count);
}

/* identity(): [uid, machine, host name] */
static JSValue native_identity(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
  (void)self, (void)argc, (void)argv;
  struct utsname name;
  uname(&name);
  JSValue list = JS_NewArray(ctx);
  JS_SetPropertyUint32(ctx, list, 0, JS_NewInt64(ctx, getuid()));
  JS_SetPropertyUint32(ctx, list, 1, JS_NewString(ctx, name.machine));
  JS_SetPropertyUint32(ctx, list, 2, JS_NewString(ctx, name.nodename));
  return list;
}

/* Copies a JS array of strings behind `to[from]`; the result ends with NULL. */
static char **take_strings(JSContext *ctx, JSValueConst array, char **to, int from) {
  int64_t count = 0;
  JSValue length = JS_GetPropertyStr(ctx, array, "length");
  JS_ToInt64(ctx, &count, length);
  JS_FreeValue(ctx, length);
  to = realloc(to, ((size_t)from + (size_t)count + 1) * sizeof *to);
  for (int64_t i = 0; i < count; i++) {
    JSValue item = JS_GetPropertyUint32(ctx, array, (uint32_t)i);
    const char *text = JS_ToCString(ctx, item);
    to[from + i] = strdup(text ? text : "");
    JS_FreeCString(ctx, text);
    JS_FreeValue(ctx, item);
  }
  to[from + count] = NULL;
  return to;
}

static int count_of(char **list) {
  int count = 0;
  while (list[count]) count++;
  return count;
}

/* In the child; returns only when exec failed. */
static void become(char **arguments, char **changes, const int *standard, int session, const char *directory) {
  sigset_t none;
  int high[3];
  if (session) setsid();
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  /* Above 2 first, so that no dup2 overwrites a descriptor that is still needed. */
  for (int i = 0; i < 3; i++) high[i] = fcntl(standard[i], F_DUPFD, 3);
  for (int i = 0; i < 3; i++) dup2(high[i], i);
  /* Descriptors that a batch system left open (GCB's socket) must not reach DMTCP. The error pipe has close-on-exec. */
  for (long fd = 3, end = sysconf(_SC_OPEN_MAX) < 4096 ? sysconf(_SC_OPEN_MAX) : 4096; fd < end; fd++)
    fcntl((int)fd, F_SETFD, FD_CLOEXEC);
  for (char **change = changes; *change; change++) {
    if (strchr(*change, '=')) putenv(*change);
    else unsetenv(*change);
  }
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (*directory && chdir(directory) != 0) return;
  execvp(arguments[0], arguments);
}

/*
 * spawn(arguments, ownFrom, changes, [stdin, stdout, stderr], session, directory): pid
 * An empty directory is the shim's own.
 * The shim's own arguments from index `ownFrom` on (-1: none) follow `arguments` byte by byte, whatever their encoding.
 * `changes` to the environment: "NAME=value" sets, "NAME" unsets.
 */
static JSValue native_spawn(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
  (void)self, (void)argc;
  int own_from, session = JS_ToBool(ctx, argv[4]), standard[3], error_pipe[2], problem = 0;
  if (JS_ToInt32(ctx, &own_from, argv[1])) return JS_EXCEPTION;
  for (int i = 0; i < 3; i++) {
    JSValue fd = JS_GetPropertyUint32(ctx, argv[3], (uint32_t)i);
    if (JS_ToInt32(ctx, &standard[i], fd)) return JS_EXCEPTION;
  }
  char **arguments = take_strings(ctx, argv[0], NULL, 0), **changes = take_strings(ctx, argv[2], NULL, 0);
  if (own_from >= 0 && own_from < own_argument_count) {
    int given = count_of(arguments), own = own_argument_count - own_from;
    arguments = realloc(arguments, (size_t)(given + own + 1) * sizeof *arguments);
    for (int i = 0; i < own; i++) arguments[given + i] = strdup(own_arguments[own_from + i]);
    arguments[given + own] = NULL;
  }
  if (pipe2(error_pipe, O_CLOEXEC) != 0) return JS_NewInt32(ctx, -errno);
  const char *directory = JS_ToCString(ctx, argv[5]);
  pid_t pid = fork();
  if (pid == 0) {
    become(arguments, changes, standard, session, directory);
    problem = errno;
    if (write(error_pipe[1], &problem, sizeof problem) < 0) _exit(126);
    _exit(127);
  }
  int fork_problem = errno;
  JS_FreeCString(ctx, directory);
  close(error_pipe[1]);
  if (pid > 0 && read(error_pipe[0], &problem, sizeof problem) == sizeof problem) waitpid(pid, NULL, 0);
  close(error_pipe[0]);
  for (char **text = arguments; *text; text++) free(*text);
  for (char **text = changes; *text; text++) free(*text);
  free(arguments);
  free(changes);
  if (pid < 0) problem = fork_problem;
  return JS_NewInt32(ctx, problem ? -problem : pid);
}

/* sha256(path): lower-case hexadecimal */
static JSValue native_sha256(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
  (void)self, (void)argc;
  static unsigned char block[1 << 16];
  struct sha256 hash;
  char text[65];
  const char *path = JS_ToCString(ctx, argv[0]);
  int fd = open(path, O_RDONLY | O_CLOEXEC), problem = errno;
  JS_FreeCString(ctx, path);
  if (fd < 0) return JS_NewInt32(ctx, -problem);
  sha256_begin(&hash);
  ssize_t got;
  while ((got = read(fd, block, sizeof block)) > 0) sha256_add(&hash, block, (size_t)got);
  problem = errno;
  close(fd);
  if (got < 0) return JS_NewInt32(ctx, -problem);
  sha256_end(&hash, text);
  return JS_NewString(ctx, text);
}

/* truncate(path, size) */
static JSValue native_truncate(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
  (void)self, (void)argc;
  int64_t size;
  if (JS_ToInt64(ctx, &size, argv[1])) return JS_EXCEPTION;
  const char *path = JS_ToCString(ctx, argv[0]);
  int problem = truncate(path, size) == 0 ? 0 : errno;
  JS_FreeCString(ctx, path);
  return JS_NewInt32(ctx, -problem);
}

/* link(from, to): another name for the same file */
static JSValue native_link(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
  (void)self, (void)argc;
  const char *from = JS_ToCString(ctx, argv[0]), *to = JS_ToCString(ctx, argv[1]);
  int problem = link(from, to) == 0 ? 0 : errno;
  JS_FreeCString(ctx, from);
  JS_FreeCString(ctx, to);
  return JS_NewInt32(ctx, -problem);
}

/* freeBytes(path): what this user can still write in that file system */
static JSValue native_free_bytes(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
  (void)self, (void)argc;
  struct statvfs system;
  const char *path = JS_ToCString(ctx, argv[0]);
  int problem = statvfs(path, &system) == 0 ? 0 : errno;
  JS_FreeCString(ctx, path);
  return problem ? JS_NewInt32(ctx, -problem) : JS_NewFloat64(ctx, (double)system.f_bavail * (double)system.f_frsize);
}

/* sync(path): a file's or a directory's contents reach the disk. */
static JSValue native_sync(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
  (void)self, (void)argc;
  const char *path = JS_ToCString(ctx, argv[0]);
  int fd = open(path, O_RDONLY | O_CLOEXEC), problem = fd < 0 || fsync(fd) != 0 ? errno : 0;
  if (fd >= 0) close(fd);
  JS_FreeCString(ctx, path);
  return JS_NewInt32(ctx, -problem);
}

static const JSCFunctionListEntry functions[] = {
    JS_CFUNC_DEF("args", 0, native_args),           JS_CFUNC_DEF("identity", 0, native_identity),
    JS_CFUNC_DEF("signals", 0, native_signals),     JS_CFUNC_DEF("nextSignal", 1, native_next_signal),
    JS_CFUNC_DEF("spawn", 6, native_spawn),         JS_CFUNC_DEF("sha256", 1, native_sha256),
    JS_CFUNC_DEF("truncate", 2, native_truncate),   JS_CFUNC_DEF("sync", 1, native_sync),
    JS_CFUNC_DEF("link", 2, native_link),           JS_CFUNC_DEF("freeBytes", 1, native_free_bytes),
};

static int begin(JSContext *ctx, JSModuleDef *module) {
  return JS_SetModuleExportList(ctx, module, functions, sizeof functions / sizeof *functions);
}

JSModuleDef *js_init_module_native(JSContext *ctx, const char *name) {
  JSModuleDef *module = JS_NewCModule(ctx, name, begin);
  if (module) JS_AddModuleExportList(ctx, module, functions, sizeof functions / sizeof *functions);
  return module;
}
