// The network of a sandbox: loopback, the sockets of the Runtime API and of the X-Ray daemon, and one veth to the host, made by
// rtnetlink messages (a tenth of the time that `ip` takes, and nothing to install).
#include "launcher.h"
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECT_MS_MAX 20

void raise_loopback(void) {
  int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
  if (s < 0 || ioctl(s, SIOCSIFFLAGS, &request) < 0) fail("raise", "lo");
  close(s);
}

// A socket belongs to the namespace it was made in, whoever holds it: the server accepts in our network without being in
// it, and connections on this socket can come from nowhere else.
int listen_runtime_api(void) {
  struct sockaddr_in local = {AF_INET, htons(RUNTIME_API_PORT), {htonl(INADDR_LOOPBACK)}, {0}};
  int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (s < 0 || bind(s, (struct sockaddr *)&local, sizeof local) < 0 || listen(s, 128) < 0)
    fail("listen on", "127.0.0.1:9001");
  return s;
}

// To a program in here. On loopback a connection stands or fails at once, unless the listener is behind with accepting:
// then it is handed over unfinished, and the server's first write waits for it.
int connect_loopback(int port) {
  struct sockaddr_in local = {AF_INET, htons((uint16_t)port), {htonl(INADDR_LOOPBACK)}, {0}};
  int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), error = 0;
  socklen_t length = sizeof error;
  if (s < 0) return -1;
  if (connect(s, (struct sockaddr *)&local, sizeof local) < 0) {
    struct pollfd end = {s, POLLOUT, 0};
    error = errno;
    if (error == EINPROGRESS && (poll(&end, 1, CONNECT_MS_MAX) <= 0 || getsockopt(s, SOL_SOCKET, SO_ERROR, &error, &length) < 0))
      error = 0;
  }
  if (error == 0) return s;
  close(s);
  errno = error;
  return -1;
}

struct request {
  struct nlmsghdr header;
  char body[512];
};

static void *extend(struct request *request, size_t bytes) {
  void *place = (char *)request + NLMSG_ALIGN(request->header.nlmsg_len);
  request->header.nlmsg_len = NLMSG_ALIGN(request->header.nlmsg_len) + (uint32_t)bytes;
  return place;
}

static struct rtattr *put(struct request *request, unsigned short type, const void *data, size_t bytes) {
  struct rtattr *attribute = extend(request, RTA_LENGTH(bytes));
  *attribute = (struct rtattr){(unsigned short)RTA_LENGTH(bytes), type};
  if (bytes > 0) memcpy(RTA_DATA(attribute), data, bytes);
  return attribute;
}

static void end_nest(struct request *request, struct rtattr *nest) {
  nest->rta_len = (unsigned short)((char *)request + NLMSG_ALIGN(request->header.nlmsg_len) - (char *)nest);
}

static void begin(struct request *request, unsigned short type, const void *head, size_t bytes) {
  memset(request, 0, sizeof *request);
  request->header.nlmsg_len = NLMSG_LENGTH(0);
  request->header.nlmsg_type = type;
  request->header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | (type == RTM_SETLINK ? 0 : NLM_F_CREATE | NLM_F_EXCL);
  memcpy(extend(request, bytes), head, bytes);
}

static void ask(struct request *request, const char *what) {
  struct {
    struct nlmsghdr header;
    struct nlmsgerr result;
    char rest[1024];
  } answer = {0};
  int s = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (s < 0 || send(s, request, request->header.nlmsg_len, 0) < 0 || recv(s, &answer, sizeof answer, 0) < 0)
    fail("configure", what);
  close(s);
  errno = -answer.result.error;
  if (errno != 0) fail("configure", what);
}

// No IPv6 on either end: the guest has no address to use it with, and the host answers nothing there.
static void without_ipv6(struct request *request) {
  uint8_t none = IN6_ADDR_GEN_MODE_NONE;
  struct rtattr *families = put(request, IFLA_AF_SPEC | NLA_F_NESTED, NULL, 0);
  struct rtattr *inet6 = put(request, AF_INET6 | NLA_F_NESTED, NULL, 0);
  put(request, IFLA_INET6_ADDR_GEN_MODE, &none, sizeof none);
  end_nest(request, inet6);
  end_nest(request, families);
}

static void raise_device(const char *device) {
  struct request request;
  struct ifinfomsg head = {.ifi_family = AF_UNSPEC, .ifi_index = (int)if_nametoindex(device),
                           .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
  begin(&request, RTM_SETLINK, &head, sizeof head);
  without_ipv6(&request);
  ask(&request, device);
}

static void add_address(const char *device, uint32_t local, unsigned char bits) {
  struct request request;
  struct ifaddrmsg head = {.ifa_family = AF_INET, .ifa_prefixlen = bits, .ifa_index = if_nametoindex(device)};
  begin(&request, RTM_NEWADDR, &head, sizeof head);
  put(&request, IFA_LOCAL, &local, sizeof local);
  put(&request, IFA_ADDRESS, &local, sizeof local);
  ask(&request, device);
}

// Where AWS has the X-Ray daemon. The address is one of loopback, so that SDKs find it by its usual name. What nobody reads in
// time the kernel throws away, as it does on AWS.
int receive_traces(void) {
  struct sockaddr_in daemon = {AF_INET, htons(TRACES_PORT), {htonl(TRACES_ADDRESS)}, {0}};
  add_address("lo", daemon.sin_addr.s_addr, 32);
  int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (s < 0 || bind(s, (struct sockaddr *)&daemon, sizeof daemon) < 0) fail("receive traces at", "169.254.100.1:2000");
  return s;
}

static void add_route(unsigned char type, uint32_t to, unsigned char bits, uint32_t via) {
  struct request request;
  struct rtmsg head = {.rtm_family = AF_INET, .rtm_dst_len = bits, .rtm_table = RT_TABLE_MAIN,
                       .rtm_protocol = RTPROT_STATIC, .rtm_scope = RT_SCOPE_UNIVERSE, .rtm_type = type};
  begin(&request, RTM_NEWROUTE, &head, sizeof head);
  if (bits > 0) put(&request, RTA_DST, &to, sizeof to);
  if (via != 0) put(&request, RTA_GATEWAY, &via, sizeof via);
  ask(&request, "a route");
}

// Run by the guardian in the host's network: both ends at once, the far one born in init's namespace. When that namespace
// dies the kernel removes both, so a veth cannot be left behind.
void make_veth(const struct plan *plan, pid_t init) {
  struct request request;
  struct ifinfomsg near = {.ifi_family = AF_UNSPEC}, far = {.ifi_family = AF_UNSPEC};
  begin(&request, RTM_NEWLINK, &near, sizeof near);
  put(&request, IFLA_IFNAME, plan->veth, strlen(plan->veth) + 1);
  put(&request, IFLA_MTU, &plan->mtu, sizeof plan->mtu);
  struct rtattr *info = put(&request, IFLA_LINKINFO, NULL, 0);
  put(&request, IFLA_INFO_KIND, "veth", 4);
  struct rtattr *data = put(&request, IFLA_INFO_DATA, NULL, 0);
  struct rtattr *peer = put(&request, VETH_INFO_PEER, NULL, 0);
  memcpy(extend(&request, sizeof far), &far, sizeof far);
  put(&request, IFLA_IFNAME, "eth0", 5);
  put(&request, IFLA_MTU, &plan->mtu, sizeof plan->mtu);
  put(&request, IFLA_NET_NS_PID, &init, sizeof init);
  end_nest(&request, peer);
  end_nest(&request, data);
  end_nest(&request, info);
  ask(&request, plan->veth);
  raise_device(plan->veth);
  add_address(plan->veth, plan->veth_host, 31);
}

// Run by init in its own network.
void configure_veth(const struct plan *plan) {
  raise_device("eth0");
  add_address("eth0", plan->veth_guest, 31);
  add_route(RTN_UNICAST, 0, 0, plan->veth_host);
}

// Run by the guardian, before init hides from other processes of the user: slirp4netns enters init's namespaces, makes a
// device there, and speaks for it outside. Returns once it does.
pid_t start_slirp(const struct plan *plan, pid_t init) {
  int ready[2];
  char target[16], byte;
  snprintf(target, sizeof target, "%d", init);
  if (pipe2(ready, 0) < 0) fail("make", "a pipe");
  pid_t pid = fork();
  if (pid < 0) fail("start", plan->slirp);
  if (pid == 0) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    char number[16], *environment[] = {NULL};
    snprintf(number, sizeof number, "--ready-fd=%d", ready[1]);
    execle(plan->slirp, "slirp4netns", "--configure", "--mtu=1500", "--disable-host-loopback", number, target, "tap0", NULL,
           environment);
    _exit(127);
  }
  close(ready[1]);
  if (read(ready[0], &byte, 1) != 1) {
    errno = ENOTCONN;
    fail("be connected by", plan->slirp);
  }
  close(ready[0]);
  return pid;
}

// A user-mode network stack connects on the guest's behalf as a process of the host, so that the host's own addresses
// would answer. Routes that refuse them, which the guest has no privilege to change, keep them out of reach.
void refuse_addresses(const struct plan *plan) {
  for (int i = 0; i < plan->refused_count; i++) add_route(RTN_PROHIBIT, plan->refused[i], 32, 0);
  add_route(RTN_PROHIBIT, htonl(0xa9fe0000), 16, 0); // 169.254.0.0/16: metadata services of clouds
}
