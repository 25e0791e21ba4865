/** A runtime could not be installed; the message says why and what would help. */
export class RuntimeInstallError extends Error {
  readonly code:
    | "unknown-runtime"
    | "npm-missing"
    | "npm-failed"
    | "mvn-missing"
    | "mvn-failed"
    | "cc-missing"
    | "cc-failed"
    | "java-missing"
    | "archive-failed"
    | "client-missing"
    | "folder-unused"
    | "data-folder";

  constructor(code: RuntimeInstallError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "RuntimeInstallError";
    this.code = code;
  }
}
