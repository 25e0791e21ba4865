export { mergedFolderStore } from "./merged-folder-store.ts";
export { packageStore } from "./package-store.ts";
