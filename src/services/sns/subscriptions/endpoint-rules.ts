import { arnParts } from "../arn.ts";
import { snsError } from "../errors.ts";
import { isFifo, type TopicRecord } from "../topics/topic-record.ts";

/** Checks where a subscription wants its messages (SNS API reference, Subscribe). Throws `AwsError`. */
type EndpointRule = (endpoint: string, topic: TopicRecord) => void;

const RULES: ReadonlyMap<string, EndpointRule> = new Map<string, EndpointRule>([
  ["http", (endpoint) => checkUrl("http", endpoint)],
  ["https", (endpoint) => checkUrl("https", endpoint)],
  ["email", checkAddress],
  ["email-json", checkAddress],
  ["sms", checkPhone],
  ["sqs", checkQueue],
  ["lambda", checkFunction],
  [
    "application",
    (endpoint) => {
      // There are no platform applications here, so no endpoint of one exists.
      throw snsError("application-endpoint", { endpoint });
    },
  ],
  [
    "firehose",
    () => {
      throw snsError("no-firehose");
    },
  ],
]);

export function checkEndpoint(protocol: string, endpoint: string | undefined, topic: TopicRecord): string {
  const rule = RULES.get(protocol);
  if (rule === undefined) throw snsError("unknown-protocol", { protocol });
  if (endpoint === undefined || endpoint === "") throw snsError("no-endpoint");
  if (isFifo(topic) && protocol !== "sqs") throw snsError("fifo-topic-endpoint");
  rule(endpoint, topic);
  return endpoint;
}

/** The account that an endpoint belongs to; undefined when nothing tells. */
export function accountOf(protocol: string, endpoint: string): string | undefined {
  return protocol === "sqs" || protocol === "lambda" ? arnParts(endpoint)?.[4] : undefined;
}

function checkUrl(protocol: string, endpoint: string): void {
  if (!endpoint.startsWith(`${protocol}://`)) throw snsError("endpoint-protocol");
  const url = URL.parse(endpoint);
  if (url === null || url.hostname === "") throw snsError("invalid-member", { member: "Endpoint" });
}

function checkAddress(endpoint: string): void {
  if (!/^[^\s@]+@[^\s@]+$/.test(endpoint)) throw snsError("invalid-member", { member: "Email address" });
}

function checkPhone(endpoint: string): void {
  if (!/^\+?[1-9][\d -]{1,19}$/.test(endpoint)) throw snsError("sms-endpoint", { endpoint });
}

function checkQueue(endpoint: string, topic: TopicRecord): void {
  const [prefix, , service, region, account, name] = arnParts(endpoint) ?? [];
  if (prefix !== "arn" || service !== "sqs" || !region || !account || !name || name.includes(":"))
    throw snsError("invalid-member", { member: "SQS endpoint ARN" });
  if (name.endsWith(".fifo") && !isFifo(topic)) throw snsError("fifo-queue-of-standard-topic");
}

function checkFunction(endpoint: string): void {
  const [prefix, , service, region, account, name] = arnParts(endpoint) ?? [];
  const isFunction = prefix === "arn" && service === "lambda" && /^function:[\w-]+(:[\w$-]+)?$/.test(name ?? "");
  if (!isFunction || !region || !account) throw snsError("invalid-member", { member: "Lambda endpoint ARN" });
}
