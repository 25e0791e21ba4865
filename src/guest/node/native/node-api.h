// The parts of Node-API and libuv that connection.c uses. Their binary interface is stable; they are declared here because
// Node.js does not come with its headers everywhere.
#ifndef HEARTH_NODE_API_H
#define HEARTH_NODE_API_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_ref__ *napi_ref;
typedef struct napi_scope__ *napi_handle_scope;
typedef struct napi_info__ *napi_callback_info;
typedef struct napi_context__ *napi_async_context;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
extern int napi_add_env_cleanup_hook(napi_env, void (*)(void *), void *);
extern int napi_async_init(napi_env, napi_value, napi_value, napi_async_context *);
extern int napi_create_function(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
extern int napi_create_reference(napi_env, napi_value, uint32_t, napi_ref *);
extern int napi_create_string_utf8(napi_env, const char *, size_t, napi_value *);
extern int napi_fatal_exception(napi_env, napi_value);
extern int napi_get_and_clear_last_exception(napi_env, napi_value *);
extern int napi_get_cb_info(napi_env, napi_callback_info, size_t *, napi_value *, napi_value *, void **);
extern int napi_get_global(napi_env, napi_value *);
extern int napi_get_reference_value(napi_env, napi_ref, napi_value *);
extern int napi_get_uv_event_loop(napi_env, void **);
extern int napi_get_value_bool(napi_env, napi_value, bool *);
extern int napi_get_value_int32(napi_env, napi_value, int32_t *);
extern int napi_get_value_string_utf8(napi_env, napi_value, char *, size_t, size_t *);
extern int napi_is_exception_pending(napi_env, bool *);
extern int napi_make_callback(napi_env, napi_async_context, napi_value, napi_value, size_t, const napi_value *, napi_value *);
extern int napi_open_handle_scope(napi_env, napi_handle_scope *);
extern int napi_close_handle_scope(napi_env, napi_handle_scope);
extern int napi_set_named_property(napi_env, napi_value, const char *, napi_value);
extern size_t uv_handle_size(int);
extern int uv_poll_init(void *, void *, int);
extern int uv_poll_start(void *, int, void (*)(void *, int, int));
extern int uv_poll_stop(void *);
extern void uv_ref(void *);
extern void uv_unref(void *);
extern const char *uv_err_name(int);
enum { UV_POLL = 8, UV_READABLE = 1, UV_WRITABLE = 2 };

#endif
