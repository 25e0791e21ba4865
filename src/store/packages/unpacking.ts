// What reads and unpacks zips, in one piece, so that it is loaded when the first zip comes and not before.
export { declaredBytesOf, readEntries } from "./entries.ts";
export { Budget } from "./inflate.ts";
export { unpack } from "./unpack.ts";
