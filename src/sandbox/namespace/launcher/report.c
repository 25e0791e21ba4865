// What Node is told, over the IPC channel that it opens for children spawned with stdio `ipc`: one JSON value a line.
// A line with `"cmd":"NODE_HANDLE"` carries a file descriptor, which Node turns into a server or a stream.
#include "launcher.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int channel = -1;

static void send_line(const char *line, int fd) {
  char control[CMSG_SPACE(sizeof(int))] = {0};
  struct iovec bytes = {(void *)line, strlen(line)};
  struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1};
  if (fd >= 0) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *header = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(header), &fd, sizeof(int));
  }
  // Lines are far shorter than the socket's buffer: a stream socket takes them whole. When nobody listens any more the
  // server is gone, and so should we be.
  ssize_t sent;
  do sent = sendmsg(channel, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < 0) _exit(1);
}

void report(const char *json) {
  char line[1024];
  snprintf(line, sizeof line, "%s\n", json);
  send_line(line, -1);
}

void report_fd(const char *type, const char *json, int fd) {
  char line[1024];
  // The type of datagrams is read for sockets of that kind alone.
  snprintf(line, sizeof line, "{\"cmd\":\"NODE_HANDLE\",\"type\":\"%s\",\"dgramType\":\"udp4\",\"msg\":%s}\n", type, json);
  send_line(line, fd);
}

void fail(const char *step, const char *subject) {
  char clean[256], json[512];
  int error = errno;
  size_t at = 0;
  for (; subject[at] != 0 && at < sizeof clean - 1; at++) // nothing that JSON would have to escape
    clean[at] = subject[at] == '"' || subject[at] == '\\' || (unsigned char)subject[at] < 32 ? '?' : subject[at];
  clean[at] = 0;
  snprintf(json, sizeof json, "{\"broken\":\"%s %s: %s\",\"errno\":%d}", step, clean, strerror(error), error);
  if (channel >= 0) report(json);
  else fprintf(stderr, "hearth-launcher: %s %s: %s\n", step, clean, strerror(error));
  _exit(1);
}
