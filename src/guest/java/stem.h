// What the parts of the library that makes a Java wait share: `machine.c` gets between launcher and virtual machine,
// `rehearse.c` does what every function needs, `assignment.c` waits for the function and becomes it, `java.c` calls
// Java.
#pragma once
#include <stdbool.h>
#include <stddef.h>

// The environment of a thread: a table of functions, which "Interface Function Table" of the JNI specification numbers.
typedef const void *const *jni;
typedef void *object;
union value {
  unsigned char is;
  object object;
};

enum {
  FIND_CLASS = 6,
  EXCEPTION_CLEAR = 17,
  PUSH_LOCAL_FRAME = 19,
  POP_LOCAL_FRAME = 20,
  NEW_OBJECT_A = 30,
  GET_METHOD_ID = 33,
  CALL_OBJECT_METHOD_A = 36,
  CALL_BOOLEAN_METHOD_A = 39,
  CALL_VOID_METHOD_A = 63,
  GET_STATIC_METHOD_ID = 113,
  CALL_STATIC_OBJECT_METHOD_A = 116,
  CALL_STATIC_VOID_METHOD_A = 143,
  NEW_STRING_UTF = 167,
};

// A method is called as what its signature says that it returns: an object, or nothing, which is NULL. So is what
// fails; `ask_method` calls one that returns a boolean, and is false when it fails.
object call_static(jni *java, const char *class_name, const char *name, const char *signature,
                   const union value *arguments);
object call_method(jni *java, const char *class_name, object target, const char *name, const char *signature,
                   const union value *arguments);
bool ask_method(jni *java, const char *class_name, object target, const char *name, const char *signature,
                const union value *arguments);
object java_new(jni *java, const char *class_name, const char *signature, const union value *arguments);
object java_class(jni *java, const char *name);
object java_string(jni *java, const char *text);

// What Java gives is let go at `pop_frame`.
bool push_frame(jni *java);
void pop_frame(jni *java);

void rehearse(jni *java);
// Nothing has asked Java for a variable yet. False also where it cannot be told.
bool is_environment_unread(jni *java);
// Returns once the function is there: its folders are mounted, and its variables are those of this process.
void become_function(char *handler, size_t handler_bytes);
_Noreturn void give_up(const char *what);
