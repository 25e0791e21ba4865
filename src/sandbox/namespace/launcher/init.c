// PID 1 of a sandbox: starts, signals and reaps programs on the server's command. It outlives them, so that /tmp survives
// a reset, and everything dies with it.
//
// A command is a 32-bit length (host order) and that many bytes: fields that each end in a zero byte.
//   configure FILES-MAX PROCESSES-MAX TMP-MIB TMP-TEMPLATE {SOURCE TARGET}...    first and once; answered by configured
//   start ID FOLDER ARGUMENTS-COUNT ARGUMENTS... VARIABLES...     answered by started or failed, later by exited
//   signal ID NUMBER                                              to one program; 0: to every process
//   connect ID PORT                                               to a program on loopback; answered by connected or refused
//   wipe TOKEN                                                    answered by wiped once every program is dead
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAMS_MAX 64

static struct program {
  pid_t pid;
  long id;
} programs[PROGRAMS_MAX];
static long wipe_token; // of the wipe under way; 0: none

struct start {
  const char *folder;
  char **arguments, **variables;
};

// The program with this process id; 0 finds a free place.
static struct program *program_of_pid(pid_t pid) {
  for (int i = 0; i < PROGRAMS_MAX; i++)
    if (programs[i].pid == pid) return &programs[i];
  return NULL;
}

static struct program *program_of_id(long id) {
  for (int i = 0; i < PROGRAMS_MAX; i++)
    if (programs[i].pid != 0 && programs[i].id == id) return &programs[i];
  return NULL;
}

// Tells the waiting init why the program cannot run: file missing, or what errno says.
_Noreturn static void give_up(int status_pipe, int error) {
  if (write(status_pipe, &error, sizeof error) < 0) _exit(126);
  _exit(127);
}

_Noreturn static void become(const struct plan *plan, const struct start *start, const int ends[3], int status_pipe) {
  sigset_t none;
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  setsid();
  if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(ends[0], 1) < 0 || dup2(ends[1], 2) < 0 ||
      dup2(ends[2], TELEMETRY_FD) < 0)
    give_up(status_pipe, errno);
  if (dup3(status_pipe, TELEMETRY_FD + 1, O_CLOEXEC) < 0) give_up(status_pipe, errno);
  close_range(3, TELEMETRY_FD - 1, 0);
  close_range(TELEMETRY_FD + 2, ~0u, 0);
  status_pipe = TELEMETRY_FD + 1;
  channel = -1; // closed: what fails from here on is told by the exit status
  confine_program(plan);
  if (chdir(start->folder) < 0) give_up(status_pipe, -errno);
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(start->arguments[0], start->arguments, start->variables);
  // A script or program whose interpreter is missing also says "no such file"; the difference matters to people.
  give_up(status_pipe, errno == ENOENT && access(start->arguments[0], F_OK) == 0 ? ELIBACC : errno);
}

static int make_pipe(int ends[2], const struct plan *plan) {
  if (pipe2(ends, O_CLOEXEC) < 0) return -1;
  // A pipe belongs to its maker; the guest must be able to open /dev/stdout and /dev/stderr.
  return plan->rootless ? 0 : fchown(ends[1], plan->uid, plan->gid);
}

static void start_program(const struct plan *plan, long id, const struct start *start) {
  static const char *const names[] = {"stdout", "stderr", "telemetry"};
  char json[128];
  int reads[3] = {-1, -1, -1}, writes[3] = {-1, -1, -1}, status[2] = {-1, -1}, error = 0;
  struct program *program = program_of_pid(0);
  pid_t pid = -1;
  if (program == NULL) errno = EAGAIN;
  bool is_ready = program != NULL && pipe2(status, O_CLOEXEC) == 0;
  for (int i = 0; i < 3 && is_ready; i++) {
    int ends[2];
    is_ready = make_pipe(ends, plan) == 0;
    if (is_ready) reads[i] = ends[0], writes[i] = ends[1];
  }
  if (is_ready) pid = fork();
  if (pid == 0) become(plan, start, writes, status[1]);
  if (pid < 0) error = errno;
  close(status[1]);
  // End of file: the program runs (the pipe closed on exec), or died on the way, which its exit will tell.
  if (pid > 0 && read(status[0], &error, sizeof error) != sizeof error) error = 0;
  if (error == 0) {
    *program = (struct program){pid, id};
    for (int i = 0; i < 3; i++) {
      snprintf(json, sizeof json, "{\"output\":%ld,\"name\":\"%s\"}", id, names[i]);
      report_fd("net.Native", json, reads[i]);
    }
    snprintf(json, sizeof json, "{\"started\":%ld}", id);
  } else
    snprintf(json, sizeof json, "{\"failed\":%ld,\"step\":\"%s\",\"errno\":%d}", id,
             pid < 0 ? "fork" : error < 0 ? "chdir" : "exec", abs(error));
  report(json);
  for (int i = 0; i < 3; i++) close(reads[i]), close(writes[i]);
  close(status[0]);
}

static void connect_inside(long id, int port) {
  char json[64];
  int s = connect_loopback(port);
  if (s < 0) {
    snprintf(json, sizeof json, "{\"refused\":%ld,\"errno\":%d}", id, errno);
    report(json);
    return;
  }
  snprintf(json, sizeof json, "{\"connected\":%ld}", id);
  report_fd("net.Socket", json, s);
  close(s);
}

static void reap(void) {
  char json[128];
  int status;
  pid_t pid;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
    struct program *program = program_of_pid(pid);
    if (program == NULL) continue; // an orphan of some program
    snprintf(json, sizeof json, "{\"exited\":%ld,\"%s\":%d}", program->id, WIFEXITED(status) ? "code" : "signal",
             WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
    *program = (struct program){0};
    report(json);
  }
  if (wipe_token == 0) return;
  if (pid < 0 && errno == ECHILD) {
    snprintf(json, sizeof json, "{\"wiped\":%ld}", wipe_token);
    wipe_token = 0;
    report(json);
  } else
    kill(-1, SIGKILL); // from PID 1: everything in this namespace but itself
}

// Splits a record into its fields; the last place of `fields` stays NULL.
int split(char *record, uint32_t length, char **fields) {
  int count = 0;
  for (uint32_t at = 0; at < length && count < FIELDS_MAX; at += (uint32_t)strlen(record + at) + 1)
    fields[count++] = record + at;
  fields[count] = NULL;
  return count;
}

static void obey(const struct plan *plan, char *record, uint32_t length) {
  static char *fields[FIELDS_MAX + 2];
  if (length == 0 || record[length - 1] != 0) _exit(1);
  int count = split(record, length, fields);
  long id = count > 1 ? atol(fields[1]) : 0;
  if (count > 4 && strcmp(fields[0], "start") == 0) {
    int arguments_count = atoi(fields[3]);
    if (arguments_count < 1 || 4 + arguments_count > count) _exit(1);
    // The variables follow the arguments: move them up by one, to make room for the NULL that ends the arguments.
    char **variables = &fields[4 + arguments_count];
    memmove(variables + 1, variables, (size_t)(count - 4 - arguments_count + 1) * sizeof *variables);
    *variables = NULL;
    start_program(plan, id, &(struct start){fields[2], &fields[4], variables + 1});
  } else if (count == 3 && strcmp(fields[0], "signal") == 0) {
    struct program *program = program_of_id(id);
    if (id == 0) kill(-1, atoi(fields[2]));
    else if (program != NULL) kill(program->pid, atoi(fields[2]));
  } else if (count == 3 && strcmp(fields[0], "connect") == 0) {
    connect_inside(id, atoi(fields[2]));
  } else if (count == 2 && strcmp(fields[0], "wipe") == 0) {
    wipe_token = id;
    kill(-1, SIGKILL);
    reap();
  } else
    _exit(1);
}

bool read_fully(int file, void *place, size_t bytes) {
  for (size_t done = 0; done < bytes;) {
    ssize_t got = read(file, (char *)place + done, bytes - done);
    if (got == 0 || (got < 0 && errno != EINTR)) return false;
    if (got > 0) done += (size_t)got;
  }
  return true;
}

// Returns false when the server is gone, or talks nonsense.
static bool read_command(const struct plan *plan) {
  uint32_t length;
  if (!read_fully(COMMAND_FD, &length, sizeof length) || length > COMMAND_BYTES_MAX) return false;
  char *record = malloc(length + 1);
  if (record == NULL || !read_fully(COMMAND_FD, record, length)) return false;
  obey(plan, record, length);
  free(record);
  return true;
}

// Waits for the command that makes a blank sandbox into a certain one. It is never freed: the plan points into it.
static void configure(struct plan *plan) {
  static char *fields[FIELDS_MAX + 1];
  const char *made_tmp = plan->tmp_template;
  uint32_t length;
  if (!read_fully(COMMAND_FD, &length, sizeof length) || length == 0 || length > COMMAND_BYTES_MAX) _exit(0);
  char *record = malloc(length);
  if (record == NULL || !read_fully(COMMAND_FD, record, length) || record[length - 1] != 0) _exit(1);
  int count = split(record, length, fields);
  if (count < 5 || count % 2 != 1 || (count - 5) / 2 > MOUNTS_MAX || strcmp(fields[0], "configure") != 0) _exit(1);
  plan->files_max = atoi(fields[1]);
  plan->processes_max = atoi(fields[2]);
  plan->tmp_mib = atoi(fields[3]);
  plan->tmp_template = *fields[4] == 0 ? NULL : fields[4];
  plan->bind_count = 0;
  for (int at = 5; at < count; at += 2) plan->binds[plan->bind_count++] = (struct bind){fields[at], fields[at + 1]};
  finish_file_system(plan, made_tmp);
}

void run_init(struct plan *plan) {
  char ignored[4096];
  sigset_t children;
  if (plan->veth != NULL) configure_veth(plan);
  else if (plan->rootless) refuse_addresses(plan);
  if (unshare(CLONE_NEWCGROUP) < 0) fail("hide", "the cgroups"); // after joining, so that they are the root it sees
  int traces = receive_traces(), listener = listen_runtime_api();
  report_fd("dgram.Socket", "{\"traces\":1}", traces);
  close(traces);
  report_fd("net.Server", "{\"ready\":1}", listener);
  close(listener);
  configure(plan);
  limit_init(plan);
  prctl(PR_SET_PDEATHSIG, SIGKILL); // again: a change of privileges may clear it
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  int reaper = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
  if (reaper < 0) fail("watch", "children");
  report("{\"configured\":1}");
  struct pollfd sources[] = {{COMMAND_FD, POLLIN, 0}, {reaper, POLLIN, 0}, {channel, POLLIN, 0}};
  for (;;) {
    if (poll(sources, 3, -1) < 0 && errno != EINTR) _exit(1);
    if (sources[1].revents != 0) {
      while (read(reaper, ignored, sizeof ignored) > 0) continue;
      reap();
    }
    // Node acknowledges every file descriptor it gets; there is nothing in it for us.
    if (sources[2].revents != 0 && read(channel, ignored, sizeof ignored) <= 0) _exit(0);
    if (sources[0].revents != 0 && !read_command(plan)) _exit(0);
  }
}
