import { readdirSync, readFileSync } from "node:fs";

/** What is in a folder; nothing where it cannot be read, as most machines have few of the folders that are looked at. */
export function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The text of a file; undefined where it cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
