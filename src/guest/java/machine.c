// A Java that was started ahead, before anybody knew for which function, and waits to be given one.
//
// It is an ordinary `java` with an ordinary command line, so that nothing of how Java starts is imitated here. This
// library gets between twice. `LD_PRELOAD` puts its JLI_Launch before that of the launcher: the last argument, the
// handler, comes to lie in memory that can be filled in later. `-XXaltjvm` makes the launcher take it for the virtual
// machine, whose JNI_CreateJavaVM it calls: what it returns is a machine that has waited, and has the variables, the
// working directory and the handler of its function, before the launcher looks for the main class. No frame of it is
// ever on a stack of Java.
//
// It is compiled where Java runtimes are installed, and there need not be headers of Java: the few functions of JNI that
// it needs are called by their numbers in the "Interface Function Table" of the JNI specification.
#define _GNU_SOURCE
#include "stem.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HANDLER_BYTES_MAX 4096
#define REAL "../lib/server/libjvm.so"
// How the launcher says that it was told to use another virtual machine, which the real one need not know.
#define ALTERNATIVE "-Dsun.java.launcher.is_altjvm=true"

#define PROPERTY "sun.java.command"
#define COMMAND "-D" PROPERTY "="

static char handler[HANDLER_BYTES_MAX] = "-";

_Noreturn void give_up(const char *what) {
  fprintf(stderr, "hearth: a waiting Java could not go on: %s\n", what);
  _exit(70);
}

typedef int launch(int, char **, int, const char **, int, const char **, const char *, const char *, const char *,
                   const char *, unsigned char, unsigned char, unsigned char, int);

__attribute__((visibility("default"))) int JLI_Launch(int argc, char **argv, int jargc, const char **jargv,
                                                      int appclassc, const char **appclassv, const char *full,
                                                      const char *dot, const char *program, const char *launcher,
                                                      unsigned char java_args, unsigned char wildcard,
                                                      unsigned char windowed, int ergonomics) {
  launch *real = (launch *)dlsym(RTLD_NEXT, "JLI_Launch");
  if (real == NULL) give_up(dlerror());
  argv[argc - 1] = handler;
  return real(argc, argv, jargc, jargv, appclassc, appclassv, full, dot, program, launcher, java_args, wildcard,
              windowed, ergonomics);
}

// A function of the virtual machine that comes with the running launcher.
static void *real_function(const char *name) {
  static void *machine;
  char path[4096];
  if (machine == NULL) {
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - sizeof REAL);
    if (length <= 0) give_up("its program is unknown");
    path[length] = 0;
    strcpy(strrchr(path, '/') + 1, REAL);
    machine = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  }
  void *function = machine == NULL ? NULL : dlsym(machine, name);
  if (function == NULL) give_up(dlerror());
  return function;
}

struct option {
  char *text;
  void *extra;
};
struct machine_arguments {
  int version, count;
  struct option *options;
  unsigned char ignore_unrecognized;
};

static void drop_option(struct machine_arguments *arguments, const char *text) {
  int kept = 0;
  for (int i = 0; i < arguments->count; i++)
    if (strcmp(arguments->options[i].text, text) != 0) arguments->options[kept++] = arguments->options[i];
  arguments->count = kept;
}

__attribute__((visibility("default"))) int JNI_GetDefaultJavaVMInitArgs(void *arguments) {
  return ((int (*)(void *))real_function("JNI_GetDefaultJavaVMInitArgs"))(arguments);
}

__attribute__((visibility("default"))) int JNI_GetCreatedJavaVMs(void **machines, int size, int *count) {
  return ((int (*)(void **, int, int *))real_function("JNI_GetCreatedJavaVMs"))(machines, size, count);
}

// The property that names main class and arguments was set before the handler was known.
static void tell_command(jni *environment, const struct machine_arguments *arguments) {
  static char command[HANDLER_BYTES_MAX + 1024];
  for (int i = 0; i < arguments->count; i++) {
    const char *text = arguments->options[i].text;
    if (strncmp(text, COMMAND, strlen(COMMAND)) != 0) continue;
    // Its last word is the handler that was not known.
    int kept = strrchr(text, ' ') - text - strlen(COMMAND);
    snprintf(command, sizeof command, "%.*s %s", kept, text + strlen(COMMAND), handler);
    union value values[] = {{.object = java_string(environment, PROPERTY)},
                            {.object = java_string(environment, command)}};
    call_static(environment, "java/lang/System", "setProperty",
                "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;", values);
  }
}

__attribute__((visibility("default"))) int JNI_CreateJavaVM(void **machine, jni **environment, void *arguments) {
  drop_option(arguments, ALTERNATIVE);
  int error = ((int (*)(void **, jni **, void *))real_function("JNI_CreateJavaVM"))(machine, environment, arguments);
  if (error != 0) return error;
  rehearse(*environment);
  // It keeps what it reads, so a Java that did it early would show its function the variables of nobody.
  if (!is_environment_unread(*environment)) give_up("it has read its variables already");
  become_function(handler, sizeof handler);
  tell_command(*environment, arguments);
  return 0;
}
