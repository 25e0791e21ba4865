// The launcher makes one sandbox and stays with it. Two processes of it run per sandbox:
//
//   guardian  outside the sandbox; made the namespaces, waits for init and kills it when the server dies or says so.
//   init      PID 1 inside; mounted the file system, then starts, signals and reaps the programs that the server names.
//
// Node is spoken to over its own IPC channel (JSON lines, file descriptors by SCM_RIGHTS, as `child_process` expects
// them), and speaks over standard input (length-prefixed records, see init.c).
#ifndef HEARTH_LAUNCHER_H
#define HEARTH_LAUNCHER_H
#define _GNU_SOURCE
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define MOUNTS_MAX 256
#define JOINS_MAX 16
#define REFUSED_MAX 64
#define COMMAND_FD 0
#define TELEMETRY_FD 62
#define RUNTIME_API_PORT 9001

struct bind {
  const char *source, *target;
};

// What is to be made. The command line says what all sandboxes have in common; the command `configure` says the rest, so
// that a blank sandbox can be made in advance. Strings point into argv, or into the command.
struct plan {
  bool rootless;              // a user namespace stands in for the privileges of root
  uid_t uid;                  // of the programs, as seen inside
  gid_t gid;
  const char *root;           // an empty folder on which the new root file system is put together
  struct bind binds[MOUNTS_MAX]; // mounted read-only
  int bind_count;
  const char *tmp_template;   // ext4 image to copy for /tmp; absent: tmpfs
  int tmp_mib;
  const char *joins[JOINS_MAX]; // cgroup.procs files of cgroup v1, written with init's pid
  int join_count;
  const char *into;           // folder of a cgroup v2, into which init is cloned
  const char *thaw_path, *thaw_text; // how to thaw a frozen sandbox, so that it can be killed
  const char *veth;           // name of the host's end; absent: loopback only
  uint32_t veth_host, veth_guest; // network byte order
  int mtu;
  uint32_t refused[REFUSED_MAX]; // addresses of the host that init makes unreachable (rootless network)
  int refused_count;
  const char *slirp;          // path of slirp4netns, the rootless way out; absent: loopback only
  int files_max, processes_max;
  pid_t server;
};

// report.c: what Node is told
extern int channel; // file descriptor of Node's IPC channel
void report(const char *json);
void report_fd(const char *type, const char *json, int fd);
_Noreturn void fail(const char *step, const char *subject); // reports errno and exits

// file-system.c
void make_file_system(const struct plan *plan);                            // what all sandboxes have
void finish_file_system(const struct plan *plan, const char *made_tmp);    // what this one has, and the change of root

// network.c
void raise_loopback(void);
int listen_runtime_api(void);
void make_veth(const struct plan *plan, pid_t init);
void configure_veth(const struct plan *plan);
void refuse_addresses(const struct plan *plan);
pid_t start_slirp(const struct plan *plan, pid_t init);

// confine.c
void limit_init(const struct plan *plan);
void confine_program(const struct plan *plan);

// init.c
_Noreturn void run_init(struct plan *plan);

#endif
