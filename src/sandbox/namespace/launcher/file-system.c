// The file system of a sandbox: a read-only root on tmpfs into which the host's system folders and the function's own are
// mounted read-only. What is not put here does not exist inside. Only /tmp and /dev/shm can be written.
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/loop.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
// <sys/mount.h> of older C libraries clashes with <linux/mount.h>.
extern int mount(const char *, const char *, const char *, unsigned long, const void *);
extern int umount2(const char *, int);
#define MNT_DETACH 2
#define AT_RECURSIVE 0x8000

static const char *const system_links[] = {"bin", "sbin", "lib", "lib32", "lib64", "libx32"};
static const char *const devices[] = {"null", "zero", "full", "random", "urandom"};
static const char *const device_links[][2] = {
    {"/proc/self/fd", "dev/fd"}, {"fd/0", "dev/stdin"}, {"fd/1", "dev/stdout"}, {"fd/2", "dev/stderr"}};
// Parts of /proc that speak of, or to, the whole machine: the first may be read, the second are hidden.
static const char *const proc_read_only[] = {"proc/sys", "proc/sysrq-trigger", "proc/irq", "proc/bus", "proc/fs"};
static const char *const proc_hidden[] = {"proc/kcore", "proc/keys", "proc/key-users", "proc/kmsg", "proc/kallsyms",
    "proc/timer_list", "proc/sched_debug", "proc/latency_stats", "proc/acpi", "proc/scsi", "proc/mtrr", "proc/kpagecount",
    "proc/kpageflags", "proc/kpagecgroup", "proc/slabinfo", "proc/vmallocinfo", "proc/modules", "proc/config.gz"};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void mount_new(const char *type, const char *target, unsigned long flags, const char *options) {
  if (mount(type, target, type, flags, options) < 0) fail("mount", target);
}

// Makes the folders above a path, and the path itself as a folder or an empty file. The links that it may meet on the way
// are our own, and lead to what is mounted read-only: nothing is ever made in a folder of the host.
static void make_target(const char *target, bool is_folder) {
  char path[PATH_MAX];
  if (snprintf(path, sizeof path, "%s", target) >= (int)sizeof path) {
    errno = ENAMETOOLONG;
    fail("make", target);
  }
  for (char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    if (mkdir(path, 0755) < 0 && errno != EEXIST) fail("make the folder", path);
    *slash = '/';
  }
  int file = -1;
  if (is_folder ? mkdir(path, 0755) < 0 : (file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644)) < 0)
    if (errno != EEXIST) fail("make", target);
  if (file >= 0) close(file);
}

int clone_tree(const char *source, uint64_t flags) {
  struct mount_attr attributes = {.attr_set = flags};
  int tree = (int)syscall(SYS_open_tree, AT_FDCWD, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
  if (tree < 0) fail("find", source);
  if (syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH | AT_RECURSIVE, &attributes, sizeof attributes) < 0)
    fail("protect", source);
  return tree;
}

void place_tree(int tree, const char *target) {
  struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
  int place = (int)syscall(SYS_openat2, AT_FDCWD, target, &how, sizeof how);
  if (place < 0 || syscall(SYS_move_mount, tree, "", place, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
    fail("mount at", target);
  close(place);
  close(tree);
}

static void attach(const char *source, const char *target, uint64_t flags) {
  place_tree(clone_tree(source, flags), target);
}

static const uint64_t read_only = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;

static bool is_folder(const char *path) {
  struct stat status;
  if (stat(path, &status) < 0) fail("find", path);
  return S_ISDIR(status.st_mode);
}

// /bin, /lib and so on are links into /usr on most systems, and folders on some.
static void add_system_folder(const char *name) {
  char host[16], link[PATH_MAX];
  struct stat status;
  snprintf(host, sizeof host, "/%s", name);
  if (lstat(host, &status) < 0) return;
  ssize_t length = readlink(host, link, sizeof link - 1);
  if (length < 0) {
    make_target(name, true);
    attach(host, name, read_only);
    return;
  }
  link[length] = 0;
  if (symlink(link, name) < 0) fail("link", name);
}

static void write_line(const char *path, const char *format, unsigned first, unsigned second) {
  FILE *file = fopen(path, "we");
  if (file == NULL || fprintf(file, format, first, second) < 0 || fclose(file) != 0) fail("write", path);
}

static void add_devices(void) {
  char source[32];
  for (size_t i = 0; i < COUNT(devices); i++) {
    snprintf(source, sizeof source, "/dev/%s", devices[i]);
    attach(source, source + 1, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
  }
  mount_new("tmpfs", "dev/shm", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=64m,mode=1777");
}

static void add_proc(void) {
  struct stat status;
  mount_new("proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "hidepid=2");
  for (size_t i = 0; i < COUNT(proc_read_only); i++)
    if (stat(proc_read_only[i], &status) == 0)
      attach(proc_read_only[i], proc_read_only[i], read_only | MOUNT_ATTR_NOEXEC);
  for (size_t i = 0; i < COUNT(proc_hidden); i++)
    if (stat(proc_hidden[i], &status) == 0)
      attach(S_ISDIR(status.st_mode) ? "empty" : "/dev/null", proc_hidden[i], read_only | MOUNT_ATTR_NOEXEC);
}

// A copy of the template without a name: it lives as long as the loop device, the loop device as long as the mount, the
// mount as long as init. Nothing of it can be left behind. Only the few hundred kilobytes that are not holes are copied.
static int copy_image(const char *template) {
  char folder[PATH_MAX];
  snprintf(folder, sizeof folder, "%s", template);
  char *slash = strrchr(folder, '/');
  if (slash != NULL) *slash = 0;
  int from = open(template, O_RDONLY | O_CLOEXEC), to = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  struct stat status;
  if (from < 0 || fstat(from, &status) < 0) fail("open", template);
  if (to < 0 || ftruncate(to, status.st_size) < 0) fail("make a disk image in", folder);
  for (off_t at = 0; (at = lseek(from, at, SEEK_DATA)) >= 0;) {
    off_t end = lseek(from, at, SEEK_HOLE), in = at;
    while (in < end) {
      char block[65536];
      ssize_t got = pread(from, block, end - in < (off_t)sizeof block ? (size_t)(end - in) : sizeof block, in);
      if (got <= 0 || pwrite(to, block, (size_t)got, in) != got) fail("copy", template);
      in += got;
    }
    at = end;
  }
  close(from);
  return to;
}

static void add_tmp_disk(const char *template) {
  char device[32];
  int image = copy_image(template), control = open("/dev/loop-control", O_RDWR | O_CLOEXEC), loop = -1;
  struct loop_config config = {.fd = (uint32_t)image, .block_size = 4096};
  config.info.lo_flags = LO_FLAGS_AUTOCLEAR | LO_FLAGS_DIRECT_IO;
  if (control < 0) fail("open", "/dev/loop-control");
  for (int attempt = 0;; attempt++) { // another process may take the free device first
    int number = ioctl(control, LOOP_CTL_GET_FREE);
    if (number < 0) fail("get", "a loop device");
    snprintf(device, sizeof device, "/dev/loop%d", number);
    loop = open(device, O_RDWR | O_CLOEXEC);
    if (loop < 0) fail("open", device);
    if (ioctl(loop, LOOP_CONFIGURE, &config) == 0) break;
    if (errno == EINVAL && (config.info.lo_flags & LO_FLAGS_DIRECT_IO)) config.info.lo_flags &= ~LO_FLAGS_DIRECT_IO;
    else if (errno != EBUSY || attempt > 100) fail("configure", device);
    close(loop);
  }
  // What is in /tmp need not survive anything, so nothing waits for the disk.
  if (mount(device, "tmp", "ext4", MS_NOSUID | MS_NODEV | MS_NOATIME, "nodiscard,noinit_itable,barrier=0") < 0)
    fail("mount /tmp from", device);
  close(loop);
  close(image);
  close(control);
  rmdir("tmp/lost+found");
  if (chmod("tmp", 01777) < 0) fail("open up", "/tmp");
}

static void add_tmp(const struct plan *plan) {
  char options[64];
  if (plan->tmp_template != NULL) return add_tmp_disk(plan->tmp_template);
  snprintf(options, sizeof options, "size=%dm,mode=1777", plan->tmp_mib);
  mount_new("tmpfs", "tmp", MS_NOSUID | MS_NODEV, options);
}

// All targets are made before anything is mounted on them.
static void add_binds(const struct plan *plan) {
  for (int i = 0; i < plan->bind_count; i++) make_target(plan->binds[i].target + 1, is_folder(plan->binds[i].source));
  for (int i = 0; i < plan->bind_count; i++) attach(plan->binds[i].source, plan->binds[i].target + 1, read_only);
}

static void make_targets(const struct plan *plan) {
  // The places of code and layers, for what is mounted while programs run. Those have looked for libraries in both before,
  // and the dynamic linker never looks again into a folder that it did not find: so `lib` is there from the beginning.
  static const char *const folders[] = {"usr", "etc", "proc", "dev", "dev/shm", "tmp", "var", "var/task", "var/task/lib",
                                        "opt", "opt/lib", "empty"};
  char path[32];
  for (size_t i = 0; i < COUNT(folders); i++) make_target(folders[i], true);
  for (size_t i = 0; i < COUNT(devices); i++) {
    snprintf(path, sizeof path, "dev/%s", devices[i]);
    make_target(path, false);
  }
  for (size_t i = 0; i < COUNT(device_links); i++)
    if (symlink(device_links[i][0], device_links[i][1]) < 0) fail("link", device_links[i][1]);
  write_line("etc/passwd", "root:x:0:0:root:/root:/sbin/nologin\nsbx_user1051:x:%u:%u::/home/sbx_user1051:/sbin/nologin\n",
             plan->uid, plan->gid);
  write_line("etc/group", "root:x:0:\nsbx_group1051:x:%u:\n", plan->gid, 0);
}

void make_file_system(const struct plan *plan) {
  umask(0);
  if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0) fail("separate", "the mounts");
  mount_new("tmpfs", plan->root, MS_NOSUID | MS_NODEV, "size=1m,mode=755");
  if (chdir(plan->root) < 0) fail("enter", plan->root);
  make_targets(plan);
  if (plan->tmp_template != NULL) add_tmp(plan); // the usual disk, in advance
  attach("/usr", "usr", read_only);
  for (size_t i = 0; i < COUNT(system_links); i++) add_system_folder(system_links[i]);
  add_binds(plan);
  add_devices();
  add_proc();
}

void finish_file_system(const struct plan *plan, const char *made_tmp) {
  umask(0);
  bool is_made = made_tmp != NULL && plan->tmp_template != NULL && strcmp(made_tmp, plan->tmp_template) == 0;
  if (made_tmp != NULL && !is_made && umount2("tmp", MNT_DETACH) < 0) fail("unmount", "/tmp");
  if (!is_made) add_tmp(plan);
  add_binds(plan);
  if (syscall(SYS_pivot_root, ".", ".") < 0) fail("change", "the root");
  if (umount2(".", MNT_DETACH) < 0 || chdir("/") < 0) fail("leave", "the host's files");
  if (mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL) < 0) fail("protect", "/");
  if (sethostname("localhost", 9) < 0) fail("set", "the host name");
  umask(022);
}
