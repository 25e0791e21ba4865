import type { ProcessExit } from "../../sandbox/index.ts";
import { exitText, platformFailure, type Outcome } from "../environment/outcome.ts";
import type { Extension } from "./extension.ts";

/** An extension ended unbidden. What it said of itself before counts more than how it ended. */
export function extensionExited(extension: Extension, exit: ProcessExit): Outcome {
  return platformFailure(fatalType(extension), exitText(exit) ?? "exit code 0");
}

/** An extension said that it cannot go on, and has not ended. */
export function extensionFailed(extension: Extension): Outcome {
  return platformFailure(fatalType(extension), extension.errorType ?? "unknown");
}

/** The program of an extension cannot be executed. */
export function extensionNotLaunched(name: string, reason: string): Outcome {
  return platformFailure("Extension.LaunchError", `fork/exec /opt/extensions/${name}: ${reason}`);
}

export function tooManyExtensions(): Outcome {
  return platformFailure("Extension.LaunchError", "ErrTooManyExtensions");
}

/** The fatal error types of the AWS Lambda Runtime Interface Emulator. */
function fatalType({ state }: Extension): string {
  if (state === "InitError") return "Extension.InitError";
  return state === "ExitError" ? "Extension.ExitError" : "Extension.Crash";
}
