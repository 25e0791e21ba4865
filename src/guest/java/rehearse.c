// Loads, and where it may be done early initialises, the classes that every function needs before its own.
#include "stem.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLASS_BYTES_MAX 1024

object java_string(jni *environment, const char *text) {
  return ((object(*)(jni *, const char *))(*environment)[NEW_STRING_UTF])(environment, text);
}

static void clear_exception(jni *environment) {
  ((void (*)(jni *))(*environment)[EXCEPTION_CLEAR])(environment);
}

static void *static_method(jni *environment, object class, const char *name, const char *signature) {
  if (class == NULL) return NULL;
  return ((void *(*)(jni *, object, const char *, const char *))(*environment)[GET_STATIC_METHOD_ID])(
      environment, class, name, signature);
}

object call_static(jni *environment, const char *class_name, const char *name, const char *signature,
                   const union value *arguments) {
  typedef object call(jni *, object, void *, const union value *);
  object class = ((object(*)(jni *, const char *))(*environment)[FIND_CLASS])(environment, class_name), result = NULL;
  void *method = static_method(environment, class, name, signature);
  if (method != NULL)
    result = ((call *)(*environment)[CALL_STATIC_OBJECT_METHOD_A])(environment, class, method, arguments);
  clear_exception(environment);
  return result;
}

static void load(jni *environment, object loader, const char *name, int initialise) {
  if (((int (*)(jni *, int))(*environment)[PUSH_LOCAL_FRAME])(environment, 16) != 0) return;
  union value arguments[] = {{.object = java_string(environment, name)}, {.is = initialise != 0}, {.object = loader}};
  // What is not there is not needed.
  call_static(environment, "java/lang/Class", "forName",
              "(Ljava/lang/String;ZLjava/lang/ClassLoader;)Ljava/lang/Class;", arguments);
  ((object(*)(jni *, object))(*environment)[POP_LOCAL_FRAME])(environment, NULL);
}

static void call(jni *environment, const char *name) {
  typedef void call(jni *, object, void *, const union value *);
  char class_name[CLASS_BYTES_MAX];
  strcpy(class_name, name);
  char *dot = strrchr(class_name, '.');
  if (dot == NULL) return;
  *dot = 0;
  for (char *c = class_name; *c != 0; c++) *c = *c == '.' ? '/' : *c;
  object class = ((object(*)(jni *, const char *))(*environment)[FIND_CLASS])(environment, class_name);
  void *method = static_method(environment, class, dot + 1, "()V");
  if (method != NULL) ((call *)(*environment)[CALL_STATIC_VOID_METHOD_A])(environment, class, method, NULL);
  clear_exception(environment);
}

// The list was made when the runtime was installed. Each line is `load`, `initialise` or `call` and a name.
void rehearse(jni *environment) {
  char verb[16], name[CLASS_BYTES_MAX];
  const char *path = getenv("_HEARTH_STEM");
  FILE *list = path == NULL ? NULL : fopen(path, "re");
  if (list == NULL) return; // it starts no less, only later
  object loader =
      call_static(environment, "java/lang/ClassLoader", "getSystemClassLoader", "()Ljava/lang/ClassLoader;", NULL);
  while (fscanf(list, "%15s %1023s", verb, name) == 2)
    if (strcmp(verb, "call") == 0) call(environment, name);
    else load(environment, loader, name, strcmp(verb, "initialise") == 0);
  fclose(list);
}
