// Does for nobody what every function would otherwise wait for.
#include "stem.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLASS_BYTES_MAX 1024
#define CLIENT "com/amazonaws/services/lambda/runtime/api/client/"
#define SERIALIZATION "com/amazonaws/services/lambda/runtime/serialization/"
#define FACTORY SERIALIZATION "factories/JacksonFactory"
#define SERIALIZER SERIALIZATION "PojoSerializer"

// Any event has its numbers, texts and lists.
static const char EVENT[] = "{\"text\":\"hello\",\"number\":1,\"list\":[1.5,true,null],\"nested\":{\"a\":\"b\"}}";

static object load(jni *java, object loader, const char *name, int initialise) {
  union value arguments[] = {{.object = java_string(java, name)}, {.is = initialise != 0}, {.object = loader}};
  // What is not there is not needed.
  return call_static(java, "java/lang/Class", "forName",
                     "(Ljava/lang/String;ZLjava/lang/ClassLoader;)Ljava/lang/Class;", arguments);
}

// Reads and writes an event of this class, as the client does with what a handler takes and returns.
static void pass_event(jni *java, const char *class_name) {
  union value class = {.object = java_class(java, class_name)}, stream;
  object text = java_string(java, EVENT);
  union value bytes = {.object = call_method(java, "java/lang/String", text, "getBytes", "()[B", NULL)};
  object factory = call_static(java, FACTORY, "getInstance", "()L" FACTORY ";", NULL);
  object serializer = call_method(java, FACTORY, factory, "getSerializer",
                                  "(Ljava/lang/reflect/Type;)L" SERIALIZER ";", &class);
  stream.object = java_new(java, "java/io/ByteArrayInputStream", "([B)V", &bytes);
  object event =
      call_method(java, SERIALIZER, serializer, "fromJson", "(Ljava/io/InputStream;)Ljava/lang/Object;", &stream);
  union value answer[] = {{.object = event}, {.object = java_new(java, "java/io/ByteArrayOutputStream", "()V", NULL)}};
  call_method(java, SERIALIZER, serializer, "toJson", "(Ljava/lang/Object;Ljava/io/OutputStream;)V", answer);
}

// The client sets properties of this kind before anything else, and the first one looks for loggers everywhere.
static void set_security(jni *java) {
  static const char class[] = "java/security/Security";
  union value pair[2] = {{.object = java_string(java, "jdk.tls.disabledAlgorithms")}};
  pair[1].object = call_static(java, class, "getProperty", "(Ljava/lang/String;)Ljava/lang/String;", pair);
  call_static(java, class, "setProperty", "(Ljava/lang/String;Ljava/lang/String;)V", pair);
}

// Looks for a class where the function's will be, in folders that are empty as yet.
static void search_class(jni *java, object parent) {
  union value folders[] = {{.object = java_string(java, "/var/task")}, {.object = java_string(java, "/opt/java")},
                           {.object = parent}};
  union value name = {.object = java_string(java, "hearth.Nothing")};
  object loader = java_new(java, CLIENT "CustomerClassLoader",
                           "(Ljava/lang/String;Ljava/lang/String;Ljava/lang/ClassLoader;)V", folders);
  call_method(java, "java/lang/ClassLoader", loader, "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;", &name);
}

// The list was made when the runtime was installed. Each line is `load` or `initialise` and the name of a class.
static void load_all(jni *java, object loader) {
  char verb[16], name[CLASS_BYTES_MAX];
  const char *path = getenv("_HEARTH_STEM");
  FILE *list = path == NULL ? NULL : fopen(path, "re");
  if (list == NULL) return; // it starts no less, only later
  while (fscanf(list, "%15s %1023s", verb, name) == 2) {
    if (!push_frame(java)) break;
    load(java, loader, name, strcmp(verb, "initialise") == 0);
    pop_frame(java);
  }
  fclose(list);
}

void rehearse(jni *java) {
  if (!push_frame(java)) return;
  object loader = call_static(java, "java/lang/ClassLoader", "getSystemClassLoader", "()Ljava/lang/ClassLoader;", NULL);
  load_all(java, loader);
  call_static(java, CLIENT "runtimeapi/JniHelper", "load", "()V", NULL);
  set_security(java);
  search_class(java, loader);
  pass_event(java, "java/util/Map");
  pass_event(java, "java/lang/Object");
  pop_frame(java);
}

bool is_environment_unread(jni *java) {
  static const char class[] = "jdk/internal/misc/Unsafe";
  if (!push_frame(java)) return false;
  union value holder = {.object = load(java, NULL, "java.lang.ProcessEnvironment", 0)};
  object unsafe = call_static(java, class, "getUnsafe", "()Ljdk/internal/misc/Unsafe;", NULL);
  bool is_unread = holder.object != NULL &&
                   ask_method(java, class, unsafe, "shouldBeInitialized", "(Ljava/lang/Class;)Z", &holder);
  pop_frame(java);
  return is_unread;
}
