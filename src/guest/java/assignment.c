// Asks the Runtime API for a function, and takes over its variables and its folder.
#define _GNU_SOURCE
#include "stem.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINE_BYTES_MAX 4096
#define LENGTH "Content-Length:"

extern char **environ;

static int connect_api(const char *address) {
  struct sockaddr_in api = {.sin_family = AF_INET};
  char host[64];
  const char *colon = address == NULL ? NULL : strrchr(address, ':');
  if (colon == NULL || (size_t)(colon - address) >= sizeof host) give_up("AWS_LAMBDA_RUNTIME_API is not set");
  memcpy(host, address, colon - address);
  host[colon - address] = 0;
  api.sin_port = htons(atoi(colon + 1));
  if (inet_pton(AF_INET, host, &api.sin_addr) != 1) give_up("AWS_LAMBDA_RUNTIME_API is no address");
  int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (s < 0 || connect(s, (struct sockaddr *)&api, sizeof api) < 0) give_up("the Runtime API cannot be reached");
  return s;
}

// The body of the next answer, with a zero byte behind it; `length` is without that. It is the caller's.
static char *answer(FILE *api, size_t *length) {
  char line[LINE_BYTES_MAX];
  *length = 0;
  if (fgets(line, sizeof line, api) == NULL || strncmp(line, "HTTP/1.1 200 ", 13) != 0)
    give_up("the Runtime API has no function for it");
  while (fgets(line, sizeof line, api) != NULL && strcmp(line, "\r\n") != 0)
    if (strncasecmp(line, LENGTH, strlen(LENGTH)) == 0) *length = strtoul(line + strlen(LENGTH), NULL, 10);
  char *body = calloc(*length + 1, 1);
  if (body == NULL) give_up("there is no memory");
  if (fread(body, 1, *length, api) != *length) give_up("the Runtime API hung up");
  return body;
}

// `NAME=value`, each with a zero byte behind it, in the order in which a process that is started with them has them.
// Java has not looked at any variable yet: it reads them all at the first question. They stay where they are.
static void replace_environment(char *variables, size_t length, const char *address) {
  size_t count = 0;
  char *api;
  for (size_t i = 0; i < length; i++) count += variables[i] == 0;
  char **replaced = calloc(count + 2, sizeof *replaced);
  if (replaced == NULL || asprintf(&api, "AWS_LAMBDA_RUNTIME_API=%s", address) < 0) give_up("there is no memory");
  for (size_t i = 0; i < count; i++, variables += strlen(variables) + 1) replaced[i] = variables;
  replaced[count] = api;
  environ = replaced;
}

void become_function(char *handler, size_t handler_bytes) {
  // Both are asked for at once, so that nothing need be asked when the function comes.
  static const char questions[] = "GET /hearth/assignment HTTP/1.1\r\nHost: hearth\r\nAccept: text/plain\r\n\r\n"
                                  "GET /hearth/code HTTP/1.1\r\nHost: hearth\r\n\r\n";
  size_t length;
  const char *address = getenv("AWS_LAMBDA_RUNTIME_API");
  int s = connect_api(address);
  FILE *api = fdopen(s, "r");
  if (api == NULL || send(s, questions, sizeof questions - 1, MSG_NOSIGNAL) != sizeof questions - 1)
    give_up("the Runtime API hung up");
  char *variables = answer(api, &length);
  replace_environment(variables, length, address);
  free(answer(api, &length));
  fclose(api);
  const char *name = getenv("_HANDLER"), *folder = getenv("LAMBDA_TASK_ROOT");
  if (name == NULL || strlen(name) >= handler_bytes) give_up("_HANDLER is not set, or too long");
  strcpy(handler, name);
  // The code was mounted over the folder in which this process was started.
  if (folder == NULL || chdir(folder) < 0) give_up("LAMBDA_TASK_ROOT cannot be entered");
}
