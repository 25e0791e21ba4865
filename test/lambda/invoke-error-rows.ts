import type { AwsError } from "../../src/wire/index.ts";
import {
  calling,
  notFound,
  notImplemented,
  tooLarge,
  content,
  throttled,
  service,
  unavailable,
  invoking,
  unstarted,
  type ErrorRow,
  row,
} from "./error-row.ts";
import type { Account } from "./lambda-fixture.ts";

export const INVOKE_ERRORS: readonly ErrorRow[] = [
  row(
    "payload-too-large",
    tooLarge,
    "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
    invoking({ InvocationType: "Event", Payload: Buffer.alloc(1_048_577, "1") }),
  ),
  row(
    "payload-too-large",
    tooLarge,
    "262145 byte payload is too large for the Event invocation type (limit 262144 bytes)",
    calling("InvokeAsync", { FunctionName: "f", InvokeArgs: Buffer.alloc(262_145, "1") }),
  ),
  row(
    "recursive-loop",
    [400, "RecursiveInvocationException"],
    "Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services resources and stopped your function's invocation.",
    looping,
  ),
  row(
    "function-not-found",
    notFound,
    "Function not found: ARN:lost:$LATEST",
    calling("InvokeAsync", { FunctionName: "lost", InvokeArgs: Buffer.from("{") }),
  ),
  row(
    "bad-payload",
    content,
    "Could not parse request body into json: Could not parse payload into json: Unexpected end-of-input: expected close marker for Object (start marker at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 1])\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 2]",
    calling("InvokeAsync", { FunctionName: "f", InvokeArgs: Buffer.from("{") }),
  ),
  row(
    "not-yet",
    notImplemented,
    "Hearth does not have durable functions (DurableExecutionName) yet.",
    invoking({ DurableExecutionName: "d" }),
  ),
  row(
    "payload-too-large",
    tooLarge,
    "6291457 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)",
    invoking({ Payload: Buffer.alloc(6_291_457, "1") }),
  ),
  row(
    "bad-payload",
    content,
    "Could not parse request body into json: Could not parse payload into json: Unexpected character ('c' (code 99)): was expecting double-quote to start field name\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 2]",
    invoking({ Payload: Buffer.from("{city: 1}") }),
  ),
  row(
    "bad-client-context",
    content,
    "Client context must be a valid Base64-encoded JSON object.",
    invoking({ ClientContext: "e30?" }),
  ),
  row(
    "client-context-too-large",
    content,
    "Client context must not be longer than 3583 bytes of base64.",
    invoking({ ClientContext: "A".repeat(3_584) }),
  ),
  row("throttled", throttled, "Rate Exceeded.", unstarted("throttled")),
  row("environment-unavailable", service, "No environment could be made: why", unstarted("sandbox-unavailable")),
  row("stopping", unavailable, "Hearth is stopping; try again once it runs.", unstarted("stopping")),
];

/** Invokes the function `f` as it would itself, the seventeenth time. */
async function looping(account: Account): Promise<AwsError> {
  await account.call("Invoke", { FunctionName: "f" });
  const [, hash = ""] = /Lineage=(\w+):0/.exec(account.invoker.invoked.at(-1)?.request.traceId ?? "") ?? [];
  account.headers["x-amzn-trace-id"] = `Lineage=${hash}:15`;
  try {
    return await account.failure("Invoke", { FunctionName: "f" });
  } finally {
    delete account.headers["x-amzn-trace-id"];
  }
}
