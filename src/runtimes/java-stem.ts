import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GUEST_FOLDERS } from "./guest-folders.ts";
import { runInstaller } from "./run-installer.ts";

/** It stands in for the virtual machine, so the launcher of Java looks for it under that name. */
export const STEM_LIBRARY = "libjvm.so";
/** As the launcher of the sandboxes; without headers of Java, which only come with a compiler of Java. */
const FLAGS = [
  "-std=gnu11",
  "-O2",
  "-Wall",
  "-shared",
  "-fPIC",
  "-fvisibility=hidden",
  "-fstack-protector-strong",
  "-s",
];

/**
 * Folder of the library in an installed Java runtime, relative to it. It is named for its sources, so that after an
 * update of Hearth nothing is started with the library of another version.
 */
export function stemFolder(): string {
  const hash = createHash("sha256");
  for (const source of sources()) hash.update(readFileSync(source));
  return join("stem", hash.digest("hex").slice(0, 16));
}

/**
 * Compiles the library that makes a Java wait for its function into an installation. Throws `RuntimeInstallError`;
 * without it the runtime works all the same, but every function boots a virtual machine of its own.
 */
export async function compileStem(options: {
  readonly installation: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (line: string) => void;
}): Promise<void> {
  const folder = join(options.installation, stemFolder());
  mkdirSync(folder, { recursive: true });
  await runInstaller({
    ...options,
    folder,
    program: "cc",
    words: [...FLAGS, "-o", STEM_LIBRARY, ...sources().filter((name) => name.endsWith(".c")), "-ldl"],
    missing: "No C compiler was found; install one (apt-get install gcc libc6-dev).",
  });
}

function sources(): string[] {
  return readdirSync(GUEST_FOLDERS.java)
    .toSorted()
    .map((name) => join(GUEST_FOLDERS.java, name));
}
