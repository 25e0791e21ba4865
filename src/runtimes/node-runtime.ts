import { BASE_ENVIRONMENT } from "./base-environment.ts";
import { GUEST_FOLDERS } from "./guest-folders.ts";
import type { NodeMajor } from "./identifiers.ts";
import { nodeRuntimeName } from "./identifiers.ts";
import type { Interpreter } from "./interpreter.ts";
import { placeInSandbox, versionHash } from "./interpreter.ts";
import type { RuntimeSpec } from "./runtime-spec.ts";

/** Compiles `nodejs<major>.x`. The heap's share of the memory and the header size are those of AWS's bootstrap. */
export function nodeRuntime(major: NodeMajor, interpreter: Interpreter): RuntimeSpec {
  const name = nodeRuntimeName(major);
  const place = placeInSandbox(interpreter);
  return {
    name,
    mounts: [{ source: GUEST_FOLDERS.node, target: "/var/runtime" }, ...place.mounts],
    bootstraps: [[place.program, "--max-http-header-size=81920", "/var/runtime/index.cjs"]],
    memoryArguments: [
      { prefix: "--max-semi-space-size=", percent: 5 },
      { prefix: "--max-old-space-size=", percent: 90 },
    ],
    waitsForFunction: true,
    sleepsWhileWaiting: true,
    environment: {
      ...BASE_ENVIRONMENT,
      AWS_EXECUTION_ENV: `AWS_Lambda_${name}`,
      NODE_PATH: `/opt/nodejs/node${major}/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task`,
    },
    version: `nodejs:${major}.v1`,
    versionHash: versionHash(name, interpreter.fingerprint),
  };
}
