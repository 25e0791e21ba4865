// Calls into Java. What is thrown is cleared: whatever fails here only makes a function start later than it could.
#include "stem.h"
#include <string.h>

typedef object call(jni *, object, void *, const union value *);
typedef unsigned char ask(jni *, object, void *, const union value *);
typedef void call_void(jni *, object, void *, const union value *);
typedef void *lookup(jni *, object, const char *, const char *);

static void clear_exception(jni *java) { ((void (*)(jni *))(*java)[EXCEPTION_CLEAR])(java); }

object java_string(jni *java, const char *text) {
  return ((object(*)(jni *, const char *))(*java)[NEW_STRING_UTF])(java, text);
}

object java_class(jni *java, const char *name) {
  object class = ((object(*)(jni *, const char *))(*java)[FIND_CLASS])(java, name);
  clear_exception(java);
  return class;
}

struct kind {
  int find, call, call_void;
};
static const struct kind OF_CLASS = {GET_STATIC_METHOD_ID, CALL_STATIC_OBJECT_METHOD_A, CALL_STATIC_VOID_METHOD_A};
static const struct kind OF_OBJECT = {GET_METHOD_ID, CALL_OBJECT_METHOD_A, CALL_VOID_METHOD_A};
static const struct kind CONSTRUCTOR = {GET_METHOD_ID, NEW_OBJECT_A, NEW_OBJECT_A};

static object call_as(jni *java, const struct kind *kind, object class, object target, const char *name,
                      const char *signature, const union value *arguments) {
  object result = NULL;
  void *method = class == NULL ? NULL : ((lookup *)(*java)[kind->find])(java, class, name, signature);
  bool is_void = strchr(signature, ')')[1] == 'V' && kind->call != kind->call_void;
  if (method != NULL && is_void) ((call_void *)(*java)[kind->call_void])(java, target, method, arguments);
  if (method != NULL && !is_void) result = ((call *)(*java)[kind->call])(java, target, method, arguments);
  clear_exception(java);
  return result;
}

object call_static(jni *java, const char *class_name, const char *name, const char *signature,
                   const union value *arguments) {
  object class = java_class(java, class_name);
  return call_as(java, &OF_CLASS, class, class, name, signature, arguments);
}

object call_method(jni *java, const char *class_name, object target, const char *name, const char *signature,
                   const union value *arguments) {
  object class = target == NULL ? NULL : java_class(java, class_name);
  return call_as(java, &OF_OBJECT, class, target, name, signature, arguments);
}

bool ask_method(jni *java, const char *class_name, object target, const char *name, const char *signature,
                const union value *arguments) {
  object class = target == NULL ? NULL : java_class(java, class_name);
  void *method = class == NULL ? NULL : ((lookup *)(*java)[GET_METHOD_ID])(java, class, name, signature);
  bool answer = method != NULL && ((ask *)(*java)[CALL_BOOLEAN_METHOD_A])(java, target, method, arguments) != 0;
  clear_exception(java);
  return answer;
}

object java_new(jni *java, const char *class_name, const char *signature, const union value *arguments) {
  object class = java_class(java, class_name);
  return call_as(java, &CONSTRUCTOR, class, class, "<init>", signature, arguments);
}

bool push_frame(jni *java) { return ((int (*)(jni *, int))(*java)[PUSH_LOCAL_FRAME])(java, 64) == 0; }

void pop_frame(jni *java) { ((object(*)(jni *, object))(*java)[POP_LOCAL_FRAME])(java, NULL); }
