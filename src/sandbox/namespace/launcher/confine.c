// What programs may not do. The namespaces already keep everything of the host out of sight; the measures here keep the
// kernel itself out of reach: no privileges, no way to regain any, and none of the system calls that only attack it.
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "The system call filter is written for x86-64 and arm64."
#endif

// Answered with EPERM. Most need privileges that a program has not got anyway; a second lock costs nothing.
static const int denied[] = {
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_open_tree, SYS_move_mount, SYS_fsopen, SYS_fsconfig,
    SYS_fsmount, SYS_fspick, SYS_mount_setattr, SYS_unshare, SYS_setns, SYS_ptrace, SYS_process_vm_readv,
    SYS_process_vm_writev, SYS_kcmp, SYS_pidfd_getfd, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup,
    SYS_io_uring_enter, SYS_io_uring_register, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_init_module,
    SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_kexec_file_load, SYS_reboot, SYS_swapon, SYS_swapoff,
    SYS_acct, SYS_quotactl, SYS_quotactl_fd, SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex,
    SYS_sethostname, SYS_setdomainname, SYS_syslog, SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_fanotify_init,
    SYS_lookup_dcookie, SYS_vhangup, SYS_nfsservctl, SYS_move_pages, SYS_migrate_pages, SYS_mbind, SYS_set_mempolicy,
#ifdef __x86_64__
    SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_uselib, SYS_ustat, SYS_sysfs, SYS__sysctl,
#endif
};

#define NAMESPACE_FLAGS                                                                                                \
  (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWTIME)
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IF_EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define ANSWER(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static void filter_system_calls(void) {
  const struct sock_filter rules[] = {
      LOAD(arch),
      IF_EQUAL(ARCHITECTURE, 1, 0),
      ANSWER(ENOSYS), // 32-bit system calls have other numbers, and none of our programs need them
      LOAD(nr),
#ifdef __x86_64__
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), // nor the x32 ones
      ANSWER(ENOSYS),
#endif
      // The flags of clone3 are in memory, where a filter cannot see them; without it the C library uses clone.
      IF_EQUAL(SYS_clone3, 0, 1),
      ANSWER(ENOSYS),
      IF_EQUAL(SYS_clone, 0, 4),
      LOAD(args[0]),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, NAMESPACE_FLAGS, 0, 1),
      ANSWER(EPERM),
      ALLOW,
      // Sockets: internet, local, and the route queries of getifaddrs. Others (vsock reaches the hypervisor) do not exist.
      IF_EQUAL(SYS_socket, 0, 9),
      LOAD(args[0]),
      IF_EQUAL(AF_UNIX, 6, 0),
      IF_EQUAL(AF_INET, 5, 0),
      IF_EQUAL(AF_INET6, 4, 0),
      IF_EQUAL(AF_NETLINK, 0, 2),
      LOAD(args[2]),
      IF_EQUAL(NETLINK_ROUTE, 1, 0),
      ANSWER(EAFNOSUPPORT),
      ALLOW,
  };
  const size_t head = sizeof rules / sizeof *rules, count = sizeof denied / sizeof *denied;
  struct sock_filter program[head + count + 2];
  memcpy(program, rules, sizeof rules);
  for (size_t i = 0; i < count; i++)
    program[head + i] = (struct sock_filter)IF_EQUAL((uint32_t)denied[i], (uint8_t)(count - i), 0);
  program[head + count] = (struct sock_filter)ALLOW;
  program[head + count + 1] = (struct sock_filter)ANSWER(EPERM);
  struct sock_fprog filter = {(unsigned short)(head + count + 2), program};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) < 0) fail("filter", "system calls");
}

static void keep_capabilities(uint64_t kept) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct sets[2] = {{(uint32_t)kept, (uint32_t)kept, 0},
                                           {(uint32_t)(kept >> 32), (uint32_t)(kept >> 32), 0}};
  if (syscall(SYS_capset, &header, sets) < 0) fail("drop", "privileges");
}

#define BIT(capability) (1ull << (capability))

// Once the sandbox stands, init keeps what it takes to start and kill programs. The bounding set goes first: dropping it
// needs a privilege that dropping the others takes away.
void limit_init(const struct plan *plan) {
  for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0) fail("drop", "the bounding set");
  keep_capabilities(plan->rootless ? 0 : BIT(CAP_KILL) | BIT(CAP_SETUID) | BIT(CAP_SETGID) | BIT(CAP_CHOWN));
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) fail("hide", "init");
}

// Limits are lowered to what is asked for and never raised: raising needs a privilege that some machines withhold.
static void limit(int resource, rlim_t soft, rlim_t hard) {
  struct rlimit now;
  if (getrlimit(resource, &now) < 0) fail("read", "a resource limit");
  if (hard < now.rlim_max) now.rlim_max = hard;
  now.rlim_cur = soft < now.rlim_max ? soft : now.rlim_max;
  if (setrlimit(resource, &now) < 0) fail("set", "a resource limit");
}

// Run by a program's process just before it becomes the program.
void confine_program(const struct plan *plan) {
  limit(RLIMIT_NOFILE, (rlim_t)plan->files_max, (rlim_t)plan->files_max);
  limit(RLIMIT_NPROC, (rlim_t)plan->processes_max, (rlim_t)plan->processes_max);
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_MEMLOCK, 65536, 65536);
  limit(RLIMIT_STACK, 8 << 20, RLIM_INFINITY);
  if (!plan->rootless) // the user namespace has one identity only, which init has already
    if (setgroups(0, NULL) < 0 || setresgid(plan->gid, plan->gid, plan->gid) < 0 ||
        setresuid(plan->uid, plan->uid, plan->uid) < 0)
      fail("become", "the guest's user");
  keep_capabilities(0);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) fail("renounce", "privileges");
  filter_system_calls();
  // Until here other programs of the sandbox could not touch this process; now it has nothing left to give away.
  prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (score < 0 || write(score, "1000", 4) != 4) fail("offer", "itself to the OOM killer"); // never init, never the host
  close(score);
}
