import type { LaunchSpec } from "../launch-spec.ts";

/**
 * Variables that something reads before a function is there: the dynamic linker, the C library, the interpreter, the
 * libraries in it. Whoever sets one to a value of his own wants a runtime that was started with it.
 */
const READ_AT_START =
  /^(NODE_|UV_|JAVA_TOOL_OPTIONS$|JDK_JAVA_OPTIONS$|PYTHON|LD_|LC_|MALLOC_|GLIBC_|GCONV_|OPENSSL_|SSL_|ICU_|RES_OPTIONS$|LOCALDOMAIN$|HOSTALIASES$|LANG$|LANGUAGE$|LOCPATH$|NLSPATH$|TZ$|TZDIR$|HOME$|TMPDIR$|SSLKEYLOGFILE$|NO_COLOR$|FORCE_COLOR$|AWS_LAMBDA_EXEC_WRAPPER$)/;

/**
 * Functions of the same shape can start from the same stem cells: same interpreter, same arguments, same limits. The
 * memory is part of it since Node.js is told its heap's size when it starts. Undefined: this function boots directly, as
 * one does whose external extensions have to be there before its runtime.
 */
export function stemShape(spec: LaunchSpec): string | undefined {
  const { runtime, environment, memoryMib, tmpMib, extensions = [] } = spec;
  if (extensions.length > 0) return undefined;
  if (runtime.waitsForFunction !== true || Object.keys(environment).some((name) => READ_AT_START.test(name)))
    return undefined;
  return `${runtime.name} ${runtime.versionHash} ${memoryMib} ${tmpMib}`;
}
