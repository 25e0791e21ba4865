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

export const INVOKE_ERRORS: readonly ErrorRow[] = [
  row(
    "not-yet",
    notImplemented,
    "Hearth does not have asynchronous invocation (InvocationType Event) yet.",
    invoking({ InvocationType: "Event" }),
  ),
  row(
    "not-yet",
    notImplemented,
    "Hearth does not have asynchronous invocation (InvocationType Event) yet.",
    calling("InvokeAsync", { FunctionName: "f", InvokeArgs: Buffer.from("{}") }),
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
