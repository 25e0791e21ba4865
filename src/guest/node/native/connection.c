// The connection to the Runtime API, for Node.js runtimes: an add-on of Node-API, as AWS's own runtime has one. Loading
// `node:net` instead takes 0.6 MB of memory in every environment and two milliseconds of its start, and reads a large
// event in hundreds of pieces. connection.cjs uses `node:net` where this was not compiled or cannot be loaded.
//
//   open(address, port, onReply(head, body), onEnd(reason))    undefined, or what was wrong
//   send(head, body)                                           requests are sent in the order in which they come
//   holdOpen(keepsAlive)                                       whether the event loop goes on for this connection
#define _GNU_SOURCE
#include "node-api.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define KEPT_BYTES 8192 // a larger buffer is given back once it is empty

struct bytes {
  char *start;
  size_t length, capacity;
};

// A process has one connection.
static napi_env environment;
static napi_ref on_reply, on_end;
static napi_async_context context;
static void *poll;
static int file = -1;
static struct bytes incoming, outgoing;
static size_t sent; // of `outgoing`
static size_t head_bytes, body_bytes; // of the reply that arrives; no head has 0 bytes

static bool make_room(struct bytes *bytes, size_t capacity) {
  if (capacity <= bytes->capacity) return true;
  char *start = realloc(bytes->start, capacity);
  if (start == NULL) return false;
  bytes->start = start, bytes->capacity = capacity;
  return true;
}

static void empty(struct bytes *bytes) {
  bytes->length = 0;
  if (bytes->capacity <= KEPT_BYTES) return;
  free(bytes->start);
  *bytes = (struct bytes){0};
}

static napi_value text(const char *start, size_t length) {
  napi_value value = NULL;
  napi_create_string_utf8(environment, start, length, &value);
  return value;
}

static void call(napi_ref callback, size_t count, const napi_value *arguments) {
  napi_value function, global, result, exception;
  bool is_pending = false;
  napi_get_reference_value(environment, callback, &function);
  napi_get_global(environment, &global);
  napi_make_callback(environment, context, global, function, count, arguments, &result);
  if (napi_is_exception_pending(environment, &is_pending) == 0 && is_pending &&
      napi_get_and_clear_last_exception(environment, &exception) == 0)
    napi_fatal_exception(environment, exception);
}

static void end(const char *step, int error) {
  char reason[64] = "the connection was closed";
  napi_handle_scope scope;
  if (file < 0) return;
  uv_poll_stop(poll);
  close(file);
  file = -1;
  if (error != 0) snprintf(reason, sizeof reason, "%s %s", step, uv_err_name(-error));
  napi_open_handle_scope(environment, &scope);
  const napi_value argument = text(reason, strlen(reason));
  call(on_end, 1, &argument);
  napi_close_handle_scope(environment, scope);
}

// The Runtime API frames every reply by its length.
static bool read_head(void) {
  static const char name[] = "\r\ncontent-length:";
  const char *head_end = memmem(incoming.start, incoming.length, "\r\n\r\n", 4);
  if (head_end == NULL) return false;
  head_bytes = (size_t)(head_end - incoming.start) + 4;
  body_bytes = 0;
  for (const char *at = incoming.start; at < head_end; at++)
    if (*at == '\r' && strncasecmp(at, name, sizeof name - 1) == 0) body_bytes = strtoul(at + sizeof name - 1, NULL, 10);
  return true;
}

static void hand_over(void) {
  napi_handle_scope scope;
  napi_open_handle_scope(environment, &scope);
  const napi_value arguments[] = {text(incoming.start, head_bytes - 4), text(incoming.start + head_bytes, body_bytes)};
  const size_t whole = head_bytes + body_bytes, rest = incoming.length - whole;
  memmove(incoming.start, incoming.start + whole, rest);
  incoming.length = rest;
  head_bytes = 0;
  if (rest == 0) empty(&incoming);
  call(on_reply, 2, arguments);
  napi_close_handle_scope(environment, scope);
}

static void receive(void) {
  for (;;) {
    size_t wanted = head_bytes == 0 ? incoming.length + KEPT_BYTES / 2 : head_bytes + body_bytes;
    if (!make_room(&incoming, wanted < KEPT_BYTES ? KEPT_BYTES : wanted)) return end("read", ENOMEM);
    ssize_t got = read(file, incoming.start + incoming.length, incoming.capacity - incoming.length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return end("read", got < 0 ? errno : 0);
    incoming.length += (size_t)got;
    const bool is_drained = incoming.length < incoming.capacity;
    while (file >= 0 && (head_bytes != 0 || read_head()) && incoming.length >= head_bytes + body_bytes) hand_over();
    if (file < 0 || is_drained) return;
  }
}

static void watch(int events);

static void deliver(void) {
  while (sent < outgoing.length) {
    ssize_t taken = send(file, outgoing.start + sent, outgoing.length - sent, MSG_NOSIGNAL);
    if (taken < 0 && errno == EINTR) continue;
    if (taken < 0 && errno == EAGAIN) return watch(UV_READABLE | UV_WRITABLE);
    if (taken < 0) return end("write", errno);
    sent += (size_t)taken;
  }
  sent = 0;
  empty(&outgoing);
  watch(UV_READABLE);
}

static void on_event(void *handle, int status, int events) {
  (void)handle;
  if (status < 0) return end("read", -status);
  if (events & UV_WRITABLE) deliver();
  if (file >= 0 && (events & UV_READABLE)) receive();
}

static void watch(int events) {
  static int watched;
  if (events != watched) uv_poll_start(poll, events, on_event);
  watched = events;
}

static void append(napi_value value) {
  size_t length = 0;
  napi_get_value_string_utf8(environment, value, NULL, 0, &length);
  if (!make_room(&outgoing, outgoing.length + length + 1)) return end("write", ENOMEM);
  napi_get_value_string_utf8(environment, value, outgoing.start + outgoing.length, length + 1, &length);
  outgoing.length += length;
}

static napi_value send_request(napi_env env, napi_callback_info info) {
  napi_value arguments[2];
  size_t count = 2;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  const bool is_idle = outgoing.length == 0;
  for (size_t n = 0; n < count && file >= 0; n++) append(arguments[n]);
  if (file >= 0 && is_idle) deliver();
  return NULL;
}

static napi_value hold_open(napi_env env, napi_callback_info info) {
  napi_value argument;
  size_t count = 1;
  bool keeps_alive = false;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  napi_get_value_bool(env, argument, &keeps_alive);
  (keeps_alive ? uv_ref : uv_unref)(poll);
  return NULL;
}

static int connect_to(const char *address, int port) {
  struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  const int one = 1;
  if (inet_pton(AF_INET, address, &peer.sin_addr) != 1) return EADDRNOTAVAIL;
  file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (file < 0 || connect(file, (struct sockaddr *)&peer, sizeof peer) < 0) return errno;
  setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fcntl(file, F_SETFL, O_NONBLOCK) < 0 ? errno : 0;
}

// What arrives while the process exits is for nobody.
static void forget(void *nothing) {
  (void)nothing;
  if (file < 0) return;
  uv_poll_stop(poll);
  close(file);
  file = -1;
}

static napi_value open_connection(napi_env env, napi_callback_info info) {
  napi_value arguments[4];
  size_t count = 4;
  char address[64] = "", reason[128];
  int32_t port = 0;
  void *loop;
  environment = env;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_string_utf8(env, arguments[0], address, sizeof address, NULL);
  napi_get_value_int32(env, arguments[1], &port);
  const int error = connect_to(address, port);
  if (error != 0) {
    snprintf(reason, sizeof reason, "connect %s %s:%d", uv_err_name(-error), address, port);
    return text(reason, strlen(reason));
  }
  napi_create_reference(env, arguments[2], 1, &on_reply);
  napi_create_reference(env, arguments[3], 1, &on_end);
  napi_async_init(env, NULL, text("RUNTIMEAPI", 10), &context);
  napi_get_uv_event_loop(env, &loop);
  poll = calloc(1, uv_handle_size(UV_POLL));
  if (poll == NULL || uv_poll_init(loop, poll, file) < 0) return text("connect ENOMEM", 14);
  watch(UV_READABLE);
  uv_unref(poll);
  napi_add_env_cleanup_hook(env, forget, NULL);
#ifdef __GLIBC__
  malloc_trim(0); // what starting Node.js took and freed, which the C library would keep
#endif
  return NULL;
}

static void offer(napi_env env, napi_value exports, const char *name, napi_callback function) {
  napi_value value;
  if (napi_create_function(env, name, strlen(name), function, NULL, &value) == 0)
    napi_set_named_property(env, exports, name, value);
}

EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  offer(env, exports, "open", open_connection);
  offer(env, exports, "send", send_request);
  offer(env, exports, "holdOpen", hold_open);
  return exports;
}
