// Mounts folders into a sandbox in which programs already run. Nobody inside has the privilege, so a child of the guardian
// enters from outside: it takes hold of the folders where it is, then goes in and puts them in place.
//
//   attach {SOURCE TARGET}...    answered by attached or broken; every target is a folder that exists inside
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int open_room(pid_t init, const char *name) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/ns/%s", init, name);
  int room = open(path, O_RDONLY | O_CLOEXEC);
  if (room < 0) fail("open", path);
  return room;
}

struct rooms open_rooms(pid_t init) {
  return (struct rooms){open_room(init, "user"), open_room(init, "mnt")};
}

// Without root the privilege to mount is that of the sandbox's user namespace. It does not extend to the host's mounts,
// but to a copy of them, which is made for this and is gone with this process.
static void enter_users(const struct rooms *rooms) {
  if (setns(rooms->users, CLONE_NEWUSER) < 0) fail("enter", "the user namespace");
  if (unshare(CLONE_NEWNS) < 0) fail("copy", "the mounts");
}

_Noreturn static void attach_all(const struct plan *plan, const struct rooms *rooms, char **fields, int count) {
  int trees[MOUNTS_MAX];
  channel = GUARD_FD; // where the answer goes
  if (plan->rootless) enter_users(rooms);
  for (int i = 0; i < count; i++)
    trees[i] = clone_tree(fields[2 * i], MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
  if (setns(rooms->mounts, CLONE_NEWNS) < 0) fail("enter", "the sandbox"); // the working directory is its root now
  for (int i = 0; i < count; i++) place_tree(trees[i], fields[2 * i + 1] + 1);
  report("{\"attached\":1}");
  _exit(0);
}

bool attach_on_command(const struct plan *plan, const struct rooms *rooms) {
  static char *fields[FIELDS_MAX + 1];
  uint32_t length;
  if (!read_fully(GUARD_FD, &length, sizeof length) || length == 0 || length > COMMAND_BYTES_MAX) return false;
  char *record = malloc(length);
  if (record == NULL || !read_fully(GUARD_FD, record, length) || record[length - 1] != 0) return false;
  int count = split(record, length, fields);
  if (count % 2 != 1 || count / 2 > MOUNTS_MAX || strcmp(fields[0], "attach") != 0) return false;
  pid_t child = vfork(); // this process waits for it anyway, and copying it would take as long as mounting does
  if (child == 0) attach_all(plan, rooms, fields + 1, count / 2);
  free(record);
  if (child < 0) return false; // the server sees the end of the conversation
  waitpid(child, NULL, 0);
  return true;
}
