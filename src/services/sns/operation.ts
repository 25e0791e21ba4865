import type { Clock, Random } from "../../base/index.ts";
import type { Handlers, OperationContext, SnsOperations } from "../../wire/index.ts";
import type { Announcer } from "./delivery/announcer.ts";
import type { Publisher } from "./publish/publisher.ts";
import type { Registry } from "./registry.ts";

/** What the operations work with. */
export interface SnsDependencies {
  readonly registry: Registry;
  readonly publisher: Publisher;
  readonly announcer: Announcer;
  readonly clock: Clock;
  readonly random: Random;
}

/** The function behind one operation. */
export type Operation<Name extends keyof SnsOperations> = NonNullable<Handlers<SnsOperations>[Name]>;

/** Whether a request was signed, or comes from a link that anybody may open. */
export function isSigned({ caller }: Pick<OperationContext, "caller">): boolean {
  return caller.accessKeyId !== undefined;
}

/** The X-Ray header of a request, to be passed on with its messages; undefined without one. */
export function traceHeaderOf({ headers }: Pick<OperationContext, "headers">): string | undefined {
  const { "x-amzn-trace-id": header } = headers;
  return header === "" ? undefined : header;
}
