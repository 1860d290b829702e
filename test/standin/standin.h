/*
 * DMTCP stand-in: a test double with the command-line behaviour of DMTCP 4.2.0.
 * It checkpoints one program only, counter.c beside it, whose whole state is one exported struct.
 * It is not DMTCP, shares no code with it, and must never be used for real work.
 */
#ifndef STANDIN_H
#define STANDIN_H

#define STANDIN_NAME "DMTCP stand-in (test double), behaves like 4.2.0"
/* DMTCP's own failures end a program with this code. */
#define STANDIN_FAILURE 99
/* Connection to the coordinator, inherited over exec: an unprotected program keeps it open, as with DMTCP. */
#define STANDIN_SOCKET 821
#define STANDIN_VIRTUAL_PID 40000
#define STANDIN_IMAGE_MAGIC "DMTCP stand-in checkpoint image 1\n"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Everything that the sample program knows; the preloaded library finds it by name and saves it. */
struct standin_state {
  volatile int lock; /* taken by the program for each step, by the library for a checkpoint */
  int started;       /* 0: the arguments are to be read; 1: continue from here */
  int next, total, milliseconds, end, reads_stdin;
  char file[1024];
};
#define STANDIN_STATE_NAME "dmtcp_standin_state"

/* Names the tool in log files and messages; first call in every main. */
void standin_begin(const char *tool);
/* From now on messages go to `path`, appended (the coordinator's --coord-logfile). */
void standin_log_to(const char *path);
/* One log line in 4.2's format; `level` is Trace, INFO, Note, Warning or Error. */
void standin_log(const char *level, int line, const char *where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
#define NOTE(...) standin_log("Note", __LINE__, __func__, __VA_ARGS__)
/* Logs an error, shows it on standard error (not on a pipe: 4.2 loses it there) and exits with 99. */
void standin_fail(int line, const char *where, const char *format, ...)
    __attribute__((noreturn, format(printf, 3, 4)));
#define FAIL(...) standin_fail(__LINE__, __func__, __VA_ARGS__)

/* 4, or what DMTCP_STANDIN_GENERATION says: 2 and 1 have the options and the blocking checkpoint of 2.6 and 1.2. */
int standin_generation(void);
void standin_version(void);
/* A process's name in image and log file names: HOST-PID-TIME, hexadecimal but for the pid. */
void standin_upid(char *out, size_t size, int pid);
/* Connects to localhost:port; -1 after about `seconds` of trying. */
int standin_connect(int port, int seconds);
void standin_send(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* One line without its newline; 0 at the end of the stream. */
int standin_receive(int fd, char *line, size_t size);
/* FILE in root/bin, root/lib64/dmtcp or root/lib/dmtcp of the running tool, else the bare name, as 4.2 searches. */
void standin_find(const char *file, char *out, size_t size);
/* Puts the libraries that 4.2.0 preloads into LD_PRELOAD. */
void standin_preload(void);

/* An image in memory: texts, then the program's state. */
struct standin_image {
  char program[256], upid[128], compid[128], cwd[4096], exe[4096], directory[4096];
  uint32_t arguments_size, environment_size; /* NUL-terminated texts in a row */
  char *arguments, *environment;
  uint32_t file_count;
  struct { char path[4096]; int64_t size; int32_t writable; } files[16];
  struct standin_state state;
};
/* 0 or an errno; written as PATH.temp, then renamed. */
int standin_write_image(const char *path, const struct standin_image *image);
/* 0; 1 = not an image; 2 = damaged body. */
int standin_read_image(const char *path, struct standin_image *image);

#endif
