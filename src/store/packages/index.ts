export { packageStore } from "./package-store.ts";
