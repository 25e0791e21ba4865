import type { Handlers, StsOperations } from "../../wire/index.ts";
import { getCallerIdentity } from "./operations/get-caller-identity.ts";

/** The Security Token Service. */
export interface StsService {
  readonly handlers: Handlers<StsOperations>;
}

/** The service named `sts`. It remembers nothing: who calls is known from the request. */
export function createStsService(): StsService {
  return { handlers: { GetCallerIdentity: getCallerIdentity } };
}
