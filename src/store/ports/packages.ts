import type { Readable } from "node:stream";

/** A deployment package, addressed by the SHA-256 of its zip. */
export interface CodePackage {
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly zipBytes: number;
  readonly unzippedBytes: number;
}

/**
 * - `not-a-zip`: corrupt, truncated, encrypted or of an unknown compression
 * - `too-large`: unpacks to more than the limit (the declared sizes are not trusted)
 * - `unsafe-entry`: an entry would leave the package (absolute path, `..`, a link that points outside), or is a device
 * - `too-many-entries`
 */
export type PackageErrorCode = "not-a-zip" | "too-large" | "unsafe-entry" | "too-many-entries";

export class PackageError extends Error {
  readonly code: PackageErrorCode;

  constructor(code: PackageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PackageError";
    this.code = code;
  }
}

/** Deployment packages: the zip as uploaded, and its content unpacked once, read-only, however many functions use it. */
export interface PackageStore {
  /** Checks, stores and unpacks a zip; durable when it resolves. Throws `PackageError`, or `StoreFullError`. */
  add(zip: Uint8Array, unzippedBytesMax: number): Promise<CodePackage>;
  /** Absolute folder with the unpacked content; unpacks again if it was lost. Throws when the package is unknown. */
  folder(sha256: string): Promise<string>;
  /** The zip itself, for downloads; undefined when unknown. */
  open(sha256: string): Promise<Readable | undefined>;
  /** Forgets a package. The caller makes sure that nothing uses it. */
  remove(sha256: string): Promise<void>;
}
