import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RubyMinor } from "./identifiers.ts";
import { RUBY_MINORS } from "./identifiers.ts";
import type { Interpreter } from "./interpreter.ts";
import { interpreterAt } from "./interpreter.ts";
import { listFolder } from "./optional-files.ts";

export interface RubySearch {
  readonly found: ReadonlyMap<RubyMinor, Interpreter>;
  /** Versions that are here but that no identifier of AWS stands for, e.g. `3.1`. */
  readonly others: readonly string[];
}

/**
 * Finds an interpreter for each version of Ruby that AWS offers; another version is none of them. Only those below /usr
 * count: a Ruby has the absolute path of its library built in, and /usr is what a sandbox has at the same place. Looks
 * at names and starts nothing.
 */
export function findRuby(searchPath: readonly string[]): RubySearch {
  const folders = new Set(["/usr/bin", "/usr/local/bin", ...searchPath.filter((path) => path.startsWith("/usr/"))]);
  const found = new Map<RubyMinor, Interpreter>();
  const others = new Set<string>();
  for (const program of [...folders].flatMap(rubyPrograms)) {
    const interpreter = interpreterAt(program);
    const version = interpreter === undefined ? undefined : rubyVersion(interpreter);
    if (interpreter === undefined || version === undefined) continue;
    const minor = RUBY_MINORS.find((candidate) => candidate === version);
    if (minor === undefined) others.add(version);
    else if (!found.has(minor)) found.set(minor, interpreter);
  }
  return { found, others: [...others] };
}

function rubyPrograms(folder: string): string[] {
  return listFolder(folder)
    .filter((name) => /^ruby(\d\.\d+)?$/.test(name))
    .map((name) => join(folder, name));
}

/** By its name, as in Debian, or by its only library; where the two disagree it would not start. */
function rubyVersion({ program, prefix }: Interpreter): string | undefined {
  const libraries = listFolder(join(prefix, "lib/ruby")).flatMap((name) => /^(\d\.\d+)\.0$/.exec(name)?.[1] ?? []);
  const named = /\/ruby(\d\.\d+)$/.exec(program)?.[1];
  const version = named ?? (libraries.length === 1 ? libraries[0] : undefined);
  return version !== undefined && existsSync(join(prefix, `lib/ruby/${version}.0/json.rb`)) ? version : undefined;
}
