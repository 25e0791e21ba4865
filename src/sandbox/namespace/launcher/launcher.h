// The launcher makes one sandbox and stays with it. Two processes of it run per sandbox:
//
//   guardian  outside the sandbox; made the namespaces, waits for init and kills it when the server dies or says so;
//             mounts code into the sandbox while programs already run in it, which nobody inside may.
//   init      PID 1 inside; mounted the file system, then starts, signals and reaps the programs that the server names.
//
// Node is spoken to over its own IPC channel (JSON lines, file descriptors by SCM_RIGHTS, as `child_process` expects
// them), and speaks to init over standard input (length-prefixed records, see init.c), to the guardian over GUARD_FD.
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
#define COMMAND_BYTES_MAX (8u << 20)
#define FIELDS_MAX 8192
#define COMMAND_FD 0
#define GUARD_FD 4
#define TELEMETRY_FD 62
#define RUNTIME_API_PORT 9001
#define TRACES_ADDRESS 0xa9fe6401 // 169.254.100.1
#define TRACES_PORT 2000

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

// The namespaces of init, for the guardian to enter. They are opened before init hides itself.
struct rooms {
  int users, mounts;
};

// report.c: what Node is told
extern int channel; // file descriptor of Node's IPC channel
void report(const char *json);
void report_fd(const char *type, const char *json, int fd);
_Noreturn void fail(const char *step, const char *subject); // reports errno and exits

// file-system.c
void make_file_system(const struct plan *plan);                            // what all sandboxes have
void finish_file_system(const struct plan *plan, const char *made_tmp);    // what this one has, and the change of root

int clone_tree(const char *source, uint64_t flags);                        // a copy of it that is mounted nowhere yet
void place_tree(int tree, const char *target);

// attach.c
struct rooms open_rooms(pid_t init);
bool attach_on_command(const struct plan *plan, const struct rooms *rooms); // false when there is nobody to command

// network.c
void raise_loopback(void);
int listen_runtime_api(void);
int receive_traces(void);
int connect_loopback(int port);                                            // -1: errno says why not
void make_veth(const struct plan *plan, pid_t init);
void configure_veth(const struct plan *plan);
void refuse_addresses(const struct plan *plan);
pid_t start_slirp(const struct plan *plan, pid_t init);

// confine.c
void limit_init(const struct plan *plan);
void confine_program(const struct plan *plan);

// init.c
_Noreturn void run_init(struct plan *plan);
bool read_fully(int file, void *place, size_t bytes);
int split(char *record, uint32_t length, char **fields);

#endif
