import { BASE_ENVIRONMENT } from "./base-environment.ts";
import type { JavaClient } from "./find-java.ts";
import { TRAINED } from "./find-java.ts";
import type { JavaMajor } from "./identifiers.ts";
import { javaRuntimeNames } from "./identifiers.ts";
import type { Interpreter } from "./interpreter.ts";
import { placeInSandbox, versionHash } from "./interpreter.ts";
import { STEM_LIBRARY } from "./java-stem.ts";
import type { RuntimeSpec, WaitingStart } from "./runtime-spec.ts";

/** The virtual machine would size its heap by the memory of the machine. This leaves room for classes, code and threads. */
const HEAP = { prefix: "-XX:MaxHeapSize=", percent: 85, unit: "m" };
/** Names the native part of the client to it. */
const LIBRARY_PROPERTY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
export const JAVA_MAIN_CLASS = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
/** AWS stops at the first compiler tier from this version on ("Java function customization" in the AWS Lambda guide). */
const FIRST_WITH_ONE_TIER: JavaMajor = 17;
/** The first version that warns of libraries with native code unless it is told that they may be loaded. */
const FIRST_WITH_NATIVE_ACCESS: JavaMajor = 25;

/** Compiles `java<major>` and its second name. The client finds code at `/var/task`, `lib/` in it, and `/opt/java/lib`. */
export function javaRuntimes(major: JavaMajor, interpreter: Interpreter, client: JavaClient): RuntimeSpec[] {
  const place = placeInSandbox(interpreter);
  const words = javaWords(major, client, client.trainedFor === interpreter.fingerprint);
  const waiting = client.stemFolder === undefined ? undefined : waitingStart(place.program, words, client.stemFolder);
  return javaRuntimeNames(major).map((name) => ({
    name,
    mounts: [{ source: client.folder, target: "/var/runtime" }, ...place.mounts],
    bootstraps: [[place.program, ...words, JAVA_MAIN_CLASS]],
    memoryArguments: [HEAP],
    takesHandler: true,
    ...(waiting === undefined ? {} : { waitsForFunction: true, waitingStart: waiting }),
    environment: {
      ...BASE_ENVIRONMENT,
      AWS_EXECUTION_ENV: `AWS_Lambda_${name}`,
      CLASSPATH: "/var/task:/var/task/lib/*:/opt/java/lib/*",
    },
    version: `java:${major}.v1`,
    versionHash: versionHash(name, `${interpreter.fingerprint} ${client.jars.join(" ")}`),
  }));
}

/** The same virtual machine with the same options, but for what gets between: `src/guest/java/machine.c` says how. */
function waitingStart(program: string, words: readonly string[], stemFolder: string): WaitingStart {
  const folder = `/var/runtime/${stemFolder}`;
  return {
    bootstraps: [[program, `-XXaltjvm=${folder}`, ...words, JAVA_MAIN_CLASS]],
    environment: { LD_PRELOAD: `${folder}/${STEM_LIBRARY}`, _HEARTH_STEM: `/var/runtime/${TRAINED.rehearsal}` },
  };
}

/** Options of the virtual machine: those that a class archive was made with have to be those that it is used with. */
export function javaWords(major: JavaMajor, client: Pick<JavaClient, "jars">, isTrained: boolean): string[] {
  return [
    "-XX:+UseSerialGC",
    ...(major >= FIRST_WITH_ONE_TIER ? ["-XX:TieredStopAtLevel=1"] : []),
    ...(major >= FIRST_WITH_NATIVE_ACCESS ? ["--enable-native-access=ALL-UNNAMED"] : []),
    "-Xshare:auto",
    ...(isTrained
      ? [
          `-XX:SharedArchiveFile=/var/runtime/${TRAINED.archive}`,
          `-D${LIBRARY_PROPERTY}=/var/runtime/${TRAINED.library}`,
        ]
      : []),
    "-cp",
    client.jars.map((jar) => `/var/runtime/lib/${jar}`).join(":"),
  ];
}
