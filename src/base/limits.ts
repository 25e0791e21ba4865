// Limits of the service, shared by more than one room (AWS Lambda quotas).

/** Largest synchronous request payload: 6 MiB. */
export const SYNC_REQUEST_BYTES_MAX = 6_291_456;
/** Largest buffered response: 6 MiB + 100 bytes, the figure AWS's own messages name. */
export const SYNC_RESPONSE_BYTES_MAX = 6_291_556;
/** Largest asynchronous request payload: 1 MiB. */
export const ASYNC_REQUEST_BYTES_MAX = 1_048_576;
/** Largest request payload of the old operation InvokeAsync: 256 KiB. */
export const OLD_ASYNC_REQUEST_BYTES_MAX = 262_144;
/** Largest zip that may be uploaded inline. */
export const ZIP_INLINE_BYTES_MAX = 52_428_800;
/** Largest unpacked size of code and layers together. */
export const CODE_UNZIPPED_BYTES_MAX = 262_144_000;
/** Memory that corresponds to one whole virtual CPU. */
export const MEMORY_MIB_PER_VCPU = 1_769;
/** How long an on-demand environment may take to initialise. */
export const INIT_TIMEOUT_MS = 10_000;
/** How much of the log a `LogType=Tail` invocation returns. */
export const LOG_TAIL_BYTES_MAX = 4_096;
/** Environments that may run at once in one account and region. */
export const ACCOUNT_CONCURRENCY = 1_000;
/** Open files per process in an environment. */
export const OPEN_FILES_MAX = 1_024;
/** Processes and threads per environment. */
export const PROCESSES_MAX = 1_024;
/** Largest streamed response: 200 MiB. */
export const STREAMED_RESPONSE_BYTES_MAX = 209_715_200;
/** How much of a streamed response is sent as fast as it comes: 6 MiB. */
export const STREAM_BURST_BYTES = 6_291_456;
/** How fast the rest of it is sent at most: 2 MiB per second. */
export const STREAM_BYTES_PER_SECOND = 2_097_152;
