import { BASE_ENVIRONMENT } from "./base-environment.ts";
import { GUEST_FOLDERS } from "./guest-folders.ts";
import type { RubyMinor } from "./identifiers.ts";
import { rubyRuntimeName } from "./identifiers.ts";
import type { Interpreter } from "./interpreter.ts";
import { placeInSandbox, versionHash } from "./interpreter.ts";
import type { RuntimeSpec } from "./runtime-spec.ts";

/** Compiles `ruby<minor>`. Gems come from the package and from layers ("Working with layers for Ruby Lambda functions"). */
export function rubyRuntime(minor: RubyMinor, interpreter: Interpreter): RuntimeSpec {
  const name = rubyRuntimeName(minor);
  const place = placeInSandbox(interpreter);
  const gems = `/var/task/vendor/bundle/ruby/${minor}.0`;
  return {
    name,
    mounts: [{ source: GUEST_FOLDERS.ruby, target: "/var/runtime" }, ...place.mounts],
    bootstraps: [[place.program, "/var/runtime/bootstrap.rb"]],
    environment: {
      ...BASE_ENVIRONMENT,
      AWS_EXECUTION_ENV: `AWS_Lambda_${name}`,
      GEM_HOME: gems,
      GEM_PATH: `${gems}:/opt/ruby/gems/${minor}.0`,
      RUBYLIB: "/var/task:/var/runtime/lib:/opt/ruby/lib",
    },
    version: `ruby:${minor}.v1`,
    versionHash: versionHash(name, interpreter.fingerprint),
  };
}
