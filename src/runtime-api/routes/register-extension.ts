import type { ExtensionRefusal, ExtensionsHost, RegisteredExtension } from "../extensions-host.ts";
import { isRefusal } from "../extensions-host.ts";
import type { Exchange, Reply, RequestHead } from "../http/exchange.ts";
import { jsonReply, refused, TOO_LARGE } from "../replies.ts";

/** A registration is a few names; whoever sends more than this is not registering. */
const BODY_BYTES_MAX = 65_536;

/** `POST /2020-01-01/extension/register`: an extension says who it is and which events it wants. */
export function registerExtension(host: ExtensionsHost, { headers }: RequestHead): Reply | Exchange {
  const name = headers.get("lambda-extension-name") ?? "";
  if (name === "")
    return refused({ errorType: "Extension.InvalidExtensionName", errorMessage: "Empty extension name" });
  const features = (headers.get("lambda-extension-accept-feature") ?? "").split(",").map((feature) => feature.trim());
  return {
    bodyBytesMax: BODY_BYTES_MAX,
    complete: (body, _trailers, reply) => {
      const events = eventsOf(body);
      const answer = isRefusal(events) ? events : host.register({ name, events });
      reply(isRefusal(answer) ? refused(answer) : registered(answer, features.includes("accountId")));
    },
    tooLarge: () => TOO_LARGE,
    truncated: () => undefined,
  };
}

function registered(extension: RegisteredExtension, withAccount: boolean): Reply {
  const { identifier, functionName, functionVersion, handler, accountId } = extension;
  const body = { functionVersion, functionName, handler, ...(withAccount ? { accountId } : {}) };
  const reply = jsonReply(200, body);
  return { ...reply, headers: [...reply.headers, ["Lambda-Extension-Identifier", identifier]] };
}

/** The events of a registration's body; without any, the extension is told of nothing. */
function eventsOf(body: Uint8Array): readonly string[] | ExtensionRefusal {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(body).toString());
  } catch (error) {
    return invalidFormat(error instanceof Error ? error.message : String(error));
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    return invalidFormat("The body is not a JSON object.");
  const { events = [], configurationKeys = [] }: { events?: unknown; configurationKeys?: unknown } = parsed;
  if (Array.isArray(configurationKeys) && configurationKeys.length > 0)
    return invalidFormat("configurationKeys are deprecated; use environment variables instead");
  if (events === null) return [];
  if (!Array.isArray(events) || !events.every((event) => typeof event === "string"))
    return invalidFormat("events is not a list of strings.");
  return events;
}

function invalidFormat(errorMessage: string): ExtensionRefusal {
  return { errorType: "InvalidRequestFormat", errorMessage };
}
