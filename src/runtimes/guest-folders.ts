import { join } from "node:path";

/** Folders of the runtime clients, ready to be mounted at `/var/runtime`; they run from their sources. */
export const GUEST_FOLDERS: { readonly node: string; readonly python: string; readonly ruby: string } = {
  node: join(import.meta.dirname, "../guest/node"),
  python: join(import.meta.dirname, "../guest/python"),
  ruby: join(import.meta.dirname, "../guest/ruby"),
};
