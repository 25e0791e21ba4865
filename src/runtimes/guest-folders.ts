import { join } from "node:path";

/** Folders of the runtime clients, ready to be mounted; they run from their sources. That of Java is compiled first. */
export const GUEST_FOLDERS: Readonly<Record<"node" | "python" | "ruby" | "dotnet" | "java", string>> = {
  java: join(import.meta.dirname, "../guest/java"),
  node: join(import.meta.dirname, "../guest/node"),
  python: join(import.meta.dirname, "../guest/python"),
  ruby: join(import.meta.dirname, "../guest/ruby"),
  dotnet: join(import.meta.dirname, "../guest/dotnet"),
};
