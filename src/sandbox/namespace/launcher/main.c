// Entry: reads the plan, makes the namespaces with one clone, prepares from outside what cannot be prepared from inside
// (identity map, cgroups, network device), and then guards init.
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <arpa/inet.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *next(char ***argument) {
  if (**argument == NULL) {
    errno = EINVAL;
    fail("read", "the command line");
  }
  return *(*argument)++;
}

static uint32_t address(const char *text) {
  struct in_addr parsed;
  if (inet_pton(AF_INET, text, &parsed) != 1) {
    errno = EINVAL;
    fail("read the address", text);
  }
  return parsed.s_addr;
}

static void check_room(int count, int max, const char *what) {
  if (count < max) return;
  errno = E2BIG;
  fail("take more", what);
}

static void read_plan(struct plan *plan, char **argument) {
  while (*argument != NULL) {
    const char *name = next(&argument);
    if (strcmp(name, "--rootless") == 0) plan->rootless = true;
    else if (strcmp(name, "--server") == 0) plan->server = atoi(next(&argument));
    else if (strcmp(name, "--uid") == 0) plan->uid = (uid_t)strtoul(next(&argument), NULL, 10);
    else if (strcmp(name, "--gid") == 0) plan->gid = (gid_t)strtoul(next(&argument), NULL, 10);
    else if (strcmp(name, "--root") == 0) plan->root = next(&argument);
    else if (strcmp(name, "--tmp-template") == 0) plan->tmp_template = next(&argument);
    else if (strcmp(name, "--slirp") == 0) plan->slirp = next(&argument);
    else if (strcmp(name, "--into") == 0) plan->into = next(&argument);
    else if (strcmp(name, "--thaw") == 0) plan->thaw_path = next(&argument), plan->thaw_text = next(&argument);
    else if (strcmp(name, "--join") == 0) {
      check_room(plan->join_count, JOINS_MAX, "cgroups");
      plan->joins[plan->join_count++] = next(&argument);
    } else if (strcmp(name, "--ro") == 0) {
      check_room(plan->bind_count, MOUNTS_MAX, "mounts");
      struct bind *bind = &plan->binds[plan->bind_count++];
      bind->source = next(&argument), bind->target = next(&argument);
    } else if (strcmp(name, "--refuse") == 0) {
      check_room(plan->refused_count, REFUSED_MAX, "refused addresses");
      plan->refused[plan->refused_count++] = address(next(&argument));
    } else if (strcmp(name, "--veth") == 0) {
      plan->veth = next(&argument);
      plan->veth_host = address(next(&argument)), plan->veth_guest = address(next(&argument));
      plan->mtu = atoi(next(&argument));
    } else {
      errno = EINVAL;
      fail("understand", name);
    }
  }
}

static void write_file(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0 || write(file, text, strlen(text)) < 0) fail("write", path);
  close(file);
}

static void write_proc(pid_t pid, const char *name, const char *text) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
  write_file(path, text);
}

// One identity exists inside: the user who runs the server appears as the guest's user. Nobody is root.
static void map_identity(const struct plan *plan, pid_t init) {
  char line[64];
  write_proc(init, "setgroups", "deny");
  snprintf(line, sizeof line, "%u %u 1", plan->uid, geteuid());
  write_proc(init, "uid_map", line);
  snprintf(line, sizeof line, "%u %u 1", plan->gid, getegid());
  write_proc(init, "gid_map", line);
}

static void join_cgroups(const struct plan *plan, pid_t init) {
  char pid[16];
  snprintf(pid, sizeof pid, "%d", init);
  for (int i = 0; i < plan->join_count; i++) write_file(plan->joins[i], pid);
}

static pid_t clone_init(const struct plan *plan) {
  struct clone_args args = {.exit_signal = SIGCHLD};
  args.flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;
  if (plan->rootless) args.flags |= CLONE_NEWUSER;
  if (plan->into != NULL) { // joining later would cost a grace period of the kernel: milliseconds
    int folder = open(plan->into, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) fail("open", plan->into);
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = (uint64_t)folder;
  }
  pid_t pid = (pid_t)syscall(SYS_clone3, &args, sizeof args);
  if (pid < 0) fail("make", "namespaces");
  if (args.flags & CLONE_INTO_CGROUP) close((int)args.cgroup);
  return pid;
}

static void kill_init(const struct plan *plan, pid_t init) {
  int thaw = plan->thaw_path == NULL ? -1 : open(plan->thaw_path, O_WRONLY | O_CLOEXEC);
  if (thaw >= 0) {
    if (write(thaw, plan->thaw_text, strlen(plan->thaw_text)) < 0) { /* never frozen, or gone: kill it all the same */ }
    close(thaw);
  }
  kill(init, SIGKILL);
}

// Waits for init. SIGTERM comes from the server, or from the kernel when the server dies (PDEATHSIG): init is killed, and
// with PID 1 the kernel kills everything else in its namespace. A process frozen by cgroup v1 cannot die, so thaw it first.
// Meanwhile it mounts what the server wants to see mounted in the sandbox.
_Noreturn static void guard(const struct plan *plan, const struct rooms *rooms, pid_t init, pid_t slirp) {
  struct signalfd_siginfo signal;
  sigset_t awaited;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGTERM);
  sigaddset(&awaited, SIGCHLD);
  int signals = signalfd(-1, &awaited, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals < 0) kill_init(plan, init), _exit(1);
  struct pollfd sources[] = {{signals, POLLIN, 0}, {GUARD_FD, POLLIN, 0}};
  for (;;) {
    int status;
    if (waitpid(init, &status, WNOHANG) == init) {
      if (slirp > 0) kill(slirp, SIGKILL), waitpid(slirp, NULL, 0);
      _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    }
    if (poll(sources, 2, -1) < 0) continue;
    while (read(signals, &signal, sizeof signal) == sizeof signal)
      if (signal.ssi_signo == SIGTERM) kill_init(plan, init);
    if (sources[1].revents != 0 && !attach_on_command(plan, rooms)) close(GUARD_FD), sources[1].fd = -1; // the server is done with us
  }
}

// Joining a cgroup of version 1 waits for a grace period of the kernel, up to 10 ms, unless some hierarchy is mounted that
// favours joining over forking. This one holds nothing, is seen by nobody, and goes with this process.
_Noreturn static void favour_joining(const char *folder) {
  char byte;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setsid();
  if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
      mount("hearth", folder, "cgroup", 0, "none,name=hearth,favordynmods") < 0)
    _exit(1); // an older kernel: joining takes as long as it takes
  while (read(0, &byte, 1) > 0) continue;
  _exit(0);
}

int main(int count, char **arguments) {
  static struct plan plan; // too large for some stacks
  const char *inherited = getenv("NODE_CHANNEL_FD");
  if (inherited != NULL) channel = atoi(inherited);
  if (count == 3 && strcmp(arguments[1], "--favour-joining") == 0) favour_joining(arguments[2]);
  if (count < 2 || channel < 0 || channel >= GUARD_FD) {
    fprintf(stderr, "hearth-launcher makes sandboxes for Hearth; it is not for people.\n");
    return 2;
  }
  // Descriptors that the server did not mean to pass on end here; Ctrl-C in the server's terminal is none of ours.
  close_range(3, (unsigned)channel - 1, 0);
  close_range((unsigned)channel + 1, GUARD_FD - 1, 0);
  close_range(GUARD_FD + 1, ~0u, 0);
  fcntl(channel, F_SETFD, FD_CLOEXEC);
  fcntl(GUARD_FD, F_SETFD, FD_CLOEXEC);
  setsid();
  read_plan(&plan, arguments + 1);
  sigset_t blocked;
  sigfillset(&blocked);
  sigprocmask(SIG_SETMASK, &blocked, NULL);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != plan.server) return 1; // it died before we could ask to be told

  int gate[2]; // a byte opens each stage of init; end of file means that we are gone
  if (pipe2(gate, O_CLOEXEC) < 0) fail("make", "a pipe");
  pid_t init = clone_init(&plan);
  if (init == 0) {
    char byte;
    close(gate[1]);
    close(GUARD_FD);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (read(gate[0], &byte, 1) != 1) _exit(1);
    make_file_system(&plan);
    raise_loopback();
    if (read(gate[0], &byte, 1) != 1) _exit(1);
    close(gate[0]);
    run_init(&plan);
  }
  close(gate[0]);
  if (plan.rootless) map_identity(&plan, init);
  struct rooms rooms = open_rooms(init);
  if (write(gate[1], "m", 1) != 1) fail("start", "init");
  // While init mounts, on another processor:
  pid_t slirp = plan.slirp == NULL ? 0 : start_slirp(&plan, init);
  if (plan.veth != NULL) make_veth(&plan, init);
  join_cgroups(&plan, init);
  if (write(gate[1], "g", 1) != 1 && errno != EPIPE) fail("start", "init");
  close(gate[1]);
  close(COMMAND_FD); // from here on only init listens and talks
  close(channel);
  guard(&plan, &rooms, init, slirp);
}
