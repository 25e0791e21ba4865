// What the parts of the library that makes a Java wait share: `machine.c` gets between launcher and virtual machine,
// `rehearse.c` loads what every function needs, `assignment.c` waits for the function and becomes it.
#pragma once
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
  GET_STATIC_METHOD_ID = 113,
  CALL_STATIC_OBJECT_METHOD_A = 116,
  CALL_STATIC_VOID_METHOD_A = 143,
  NEW_STRING_UTF = 167,
};

// Clears what was thrown, too.
object call_static(jni *environment, const char *class_name, const char *name, const char *signature,
                   const union value *arguments);
object java_string(jni *environment, const char *text);

void rehearse(jni *environment);
// Returns once the function is there: its folders are mounted, and its variables are those of this process.
void become_function(char *handler, size_t handler_bytes);
_Noreturn void give_up(const char *what);
