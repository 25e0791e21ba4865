export { DataFolderError, openDataFolder } from "./data-folder.ts";
export type { DataFolder, DataFolderErrorCode, FileLock } from "./data-folder.ts";
