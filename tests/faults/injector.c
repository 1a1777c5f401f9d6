/*
 * Faults of a file system, preloaded into the server: what the tests want of the calls with which it opens and
 * reads files.
 *
 *     FAULTS="open a.txt exchange;read b.bin EIO" LD_PRELOAD=injector.so server
 *
 * A rule is a call, the last part of a path, or the beginning of it and a star, and what happens. The calls: "open" and "opendir", before they are
 * made; "opened", behind "open"; "read" and "readdir"; "resumed", which is "read" of all but the first bytes;
 * "write" to standard error, whose path is the number of writes before it that go well. What happens: the call
 * fails with EIO, EACCES, EMFILE or ENOSPC, each time; or, the first time, the file is exchanged for the one called
 * NAME.next ("exchange"), removed ("remove"), emptied ("empty") or extended by the letters "more" ("extend").
 * A "write" that fails does so three times.
 */

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_RULES 64
#define MAX_FILES 4096
#define FAILED_WRITES 3

static struct {
  char call[16], name[64], action[16];
  int done;
} rules[MAX_RULES];

static int count = -1;

/* The paths of what is open. */
static char *paths[MAX_FILES];
static struct {
  DIR *directory;
  char *path;
} directories[16];

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

static void read_rules(void) {
  const char *rest = getenv("FAULTS");
  count = 0;
  for (int length; rest && count < MAX_RULES; rest += length + (rest[length] == ';')) {
    length = 0;
    if (sscanf(rest, "%15s %63s %15[a-zA-Z]%n", rules[count].call, rules[count].name, rules[count].action, &length) < 3)
      break;
    count++;
  }
}

static int matches(const char *pattern, const char *name) {
  size_t length = strlen(pattern);
  if (length > 0 && pattern[length - 1] == '*') return !strncmp(pattern, name, length - 1);
  return !strcmp(pattern, name);
}

static int find_rule(const char *call, const char *path) {
  if (count < 0) read_rules();
  if (!path) return -1;
  const char *slash = strrchr(path, '/');
  const char *name = slash ? slash + 1 : path;
  for (int rule = 0; rule < count; rule++)
    if (!strcmp(rules[rule].call, call) && matches(rules[rule].name, name)) return rule;
  return -1;
}

static int errno_of(const char *action) {
  if (!strcmp(action, "EIO")) return EIO;
  if (!strcmp(action, "EACCES")) return EACCES;
  if (!strcmp(action, "EMFILE")) return EMFILE;
  return strcmp(action, "ENOSPC") ? 0 : ENOSPC;
}

static void change(const char *action, const char *path) {
  char other[4096];
  snprintf(other, sizeof other, "%s.next", path);
  if (!strcmp(action, "exchange") && renameat2(AT_FDCWD, other, AT_FDCWD, path, RENAME_EXCHANGE)) perror(path);
  if (!strcmp(action, "remove") && remove(path)) perror(path);
  if (!strcmp(action, "empty") && truncate(path, 0)) perror(path);
  if (!strcmp(action, "extend")) {
    FILE *file = fopen(path, "a");
    if (!file || fputs("more", file) < 0 || fclose(file)) perror(path);
  }
}

/* Returns whether the call fails. */
static int inject(const char *call, const char *path) {
  int rule = find_rule(call, path);
  if (rule < 0) return 0;
  if (errno_of(rules[rule].action)) {
    errno = errno_of(rules[rule].action);
    return 1;
  }
  if (!rules[rule].done++) change(rules[rule].action, path);
  return 0;
}

static int open_as(const char *function, const char *path, int flags, mode_t mode) {
  int (*real)(const char *, int, mode_t) = next(function);
  if (inject("open", path)) return -1;
  int fd = real(path, flags, mode);
  if (fd >= 0 && fd < MAX_FILES) {
    free(paths[fd]);
    paths[fd] = strdup(path);
    inject("opened", path);
  }
  return fd;
}

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = va_arg(list, mode_t);
  va_end(list);
  return open_as("open", path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = va_arg(list, mode_t);
  va_end(list);
  return open_as("open64", path, flags, mode);
}

int close(int fd) {
  int (*real)(int) = next("close");
  if (fd >= 0 && fd < MAX_FILES) {
    free(paths[fd]);
    paths[fd] = NULL;
  }
  return real(fd);
}

static int fails_to_read(int fd, off_t position) {
  if (fd < 0 || fd >= MAX_FILES || !paths[fd]) return 0;
  return inject("read", paths[fd]) || (position > 0 && inject("resumed", paths[fd]));
}

ssize_t read(int fd, void *buffer, size_t size) {
  ssize_t (*real)(int, void *, size_t) = next("read");
  return fails_to_read(fd, 0) ? -1 : real(fd, buffer, size);
}

ssize_t pread64(int fd, void *buffer, size_t size, off64_t position) {
  ssize_t (*real)(int, void *, size_t, off64_t) = next("pread64");
  return fails_to_read(fd, position) ? -1 : real(fd, buffer, size, position);
}

DIR *opendir(const char *path) {
  DIR *(*real)(const char *) = next("opendir");
  if (inject("opendir", path)) return NULL;
  DIR *directory = real(path);
  for (int index = 0; directory && index < 16; index++) {
    if (directories[index].directory) continue;
    directories[index].directory = directory;
    directories[index].path = strdup(path);
    break;
  }
  return directory;
}

int closedir(DIR *directory) {
  int (*real)(DIR *) = next("closedir");
  for (int index = 0; index < 16; index++)
    if (directories[index].directory == directory) directories[index].directory = NULL;
  return real(directory);
}

struct dirent64 *readdir64(DIR *directory) {
  struct dirent64 *(*real)(DIR *) = next("readdir64");
  for (int index = 0; index < 16; index++)
    if (directories[index].directory == directory && inject("readdir", directories[index].path)) return NULL;
  return real(directory);
}

ssize_t write(int fd, const void *bytes, size_t size) {
  static int writes;
  ssize_t (*real)(int, const void *, size_t) = next("write");
  if (count < 0) read_rules();
  for (int rule = 0; fd == 2 && rule < count; rule++) {
    int before = atoi(rules[rule].name);
    if (strcmp(rules[rule].call, "write")) continue;
    writes++;
    if (writes <= before || writes > before + FAILED_WRITES) continue;
    errno = errno_of(rules[rule].action);
    if (errno) return -1;
    return real(fd, bytes, size > 1 ? size / 2 : size);
  }
  return real(fd, bytes, size);
}
