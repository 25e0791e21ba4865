import { BASE_ENVIRONMENT } from "./base-environment.ts";
import type { JavaClient } from "./find-java.ts";
import { JAVA_ARCHIVE } from "./find-java.ts";
import type { JavaMajor } from "./identifiers.ts";
import { javaRuntimeNames } from "./identifiers.ts";
import type { Interpreter } from "./interpreter.ts";
import { placeInSandbox, versionHash } from "./interpreter.ts";
import type { RuntimeSpec } from "./runtime-spec.ts";

/**
 * The virtual machine would size its heap by the memory of the machine, and the official client takes the handler as
 * an argument, so a shell puts both into the command line. The heap leaves room for classes, code and threads.
 */
const START = 'exec "$0" "-XX:MaxHeapSize=$((AWS_LAMBDA_FUNCTION_MEMORY_SIZE * 85 / 100))m" "$@" "$_HANDLER"';
export const JAVA_MAIN_CLASS = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
/** AWS stops at the first compiler tier from this version on ("Java function customization" in the AWS Lambda guide). */
const FIRST_WITH_ONE_TIER: JavaMajor = 17;
/** The first version that warns of libraries with native code unless it is told that they may be loaded. */
const FIRST_WITH_NATIVE_ACCESS: JavaMajor = 25;

/** Compiles `java<major>` and its second name. The client finds code at `/var/task`, `lib/` in it, and `/opt/java/lib`. */
export function javaRuntimes(major: JavaMajor, interpreter: Interpreter, client: JavaClient): RuntimeSpec[] {
  const place = placeInSandbox(interpreter);
  const words = javaWords(major, client, client.archivedFor === interpreter.fingerprint);
  return javaRuntimeNames(major).map((name) => ({
    name,
    mounts: [{ source: client.folder, target: "/var/runtime" }, ...place.mounts],
    bootstraps: [["/bin/sh", "-c", START, place.program, ...words, JAVA_MAIN_CLASS]],
    environment: {
      ...BASE_ENVIRONMENT,
      AWS_EXECUTION_ENV: `AWS_Lambda_${name}`,
      CLASSPATH: "/var/task:/var/task/lib/*:/opt/java/lib/*",
    },
    version: `java:${major}.v1`,
    versionHash: versionHash(name, `${interpreter.fingerprint} ${client.jars.join(" ")}`),
  }));
}

/** Options of the virtual machine: those that a class archive was made with have to be those that it is used with. */
export function javaWords(major: JavaMajor, client: Pick<JavaClient, "jars">, isArchived: boolean): string[] {
  return [
    "-XX:+UseSerialGC",
    ...(major >= FIRST_WITH_ONE_TIER ? ["-XX:TieredStopAtLevel=1"] : []),
    ...(major >= FIRST_WITH_NATIVE_ACCESS ? ["--enable-native-access=ALL-UNNAMED"] : []),
    "-Xshare:auto",
    ...(isArchived ? [`-XX:SharedArchiveFile=/var/runtime/${JAVA_ARCHIVE}`] : []),
    "-cp",
    client.jars.map((jar) => `/var/runtime/lib/${jar}`).join(":"),
  ];
}
