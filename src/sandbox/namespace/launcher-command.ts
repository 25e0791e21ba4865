import type { Mount, ProcessSpec, SandboxSpec } from "../driver.ts";

/** Longest command that the launcher accepts; arguments and environment together may not be longer. */
const COMMAND_BYTES_MAX = 8 * 1024 * 1024;

/**
 * What the launcher's init is told over its standard input; `launcher/init.c` has the format. This makes a blank sandbox
 * into a certain one; `tmpTemplate` is the disk image for `/tmp`, undefined keeps it in memory.
 */
export function configureCommand({ limits, mounts }: SandboxSpec, tmpTemplate: string | undefined): Buffer {
  const numbers = [limits.openFilesMax, limits.processesMax, limits.tmpMib].map(String);
  return command([
    "configure",
    ...numbers,
    tmpTemplate ?? "",
    ...mounts.flatMap(({ source, target }) => [source, target]),
  ]);
}

export function startCommand(id: number, process: ProcessSpec): Buffer {
  const variables = Object.entries(process.environment).map(([name, value]) => `${name}=${value}`);
  return command(["start", `${id}`, process.workingDirectory, `${process.argv.length}`, ...process.argv, ...variables]);
}

export function signalCommand(id: number, signal: number): Buffer {
  return command(["signal", `${id}`, `${signal}`]);
}

export function connectCommand(id: number, port: number): Buffer {
  return command(["connect", `${id}`, `${port}`]);
}

export function wipeCommand(token: number): Buffer {
  return command(["wipe", `${token}`]);
}

/** For the guardian, which is outside the sandbox; `launcher/attach.c` has the format. */
export function attachCommand(mounts: readonly Mount[]): Buffer {
  return command(["attach", ...mounts.flatMap(({ source, target }) => [source, target])]);
}

/** Throws `RangeError` for text that cannot be passed to a program. */
function command(fields: readonly string[]): Buffer {
  if (fields.some((field) => field.includes("\0")))
    throw new RangeError("Arguments and environment variables cannot contain zero bytes.");
  const body = Buffer.from(`${fields.join("\0")}\0`);
  if (body.length > COMMAND_BYTES_MAX)
    throw new RangeError(`Arguments and environment are longer than ${COMMAND_BYTES_MAX} bytes together.`);
  const head = Buffer.alloc(4);
  if (isLittleEndian) head.writeUInt32LE(body.length);
  else head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
