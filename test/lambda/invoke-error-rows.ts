import {
  invalid,
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
  row(
    "tenant-on-ordinary-function",
    invalid,
    "X-Amz-Tenant-Id can be sent only to a function that isolates its tenants.",
    invoking({ TenantId: "t" }),
  ),
  row("throttled", throttled, "Rate Exceeded.", unstarted("throttled")),
  row("environment-unavailable", service, "No environment could be made: why", unstarted("sandbox-unavailable")),
  row("stopping", unavailable, "Hearth is stopping; try again once it runs.", unstarted("stopping")),
];
