import { schedulerError } from "../errors.ts";

/** What a target is, by its ARN. */
export type TargetKind =
  | { readonly kind: "function" }
  | { readonly kind: "queue"; readonly isFifo: boolean }
  | { readonly kind: "topic" }
  | { readonly kind: "bus" }
  | { readonly kind: "universal"; readonly action: UniversalAction };

const UNIVERSAL_ACTIONS = ["lambda:invoke", "sqs:sendMessage", "sns:publish", "eventbridge:putEvents"] as const;
export type UniversalAction = (typeof UNIVERSAL_ACTIONS)[number];

const UNIVERSAL_PREFIX = "arn:aws:scheduler:::aws-sdk:";
const ARN = /^arn:aws[a-z-]*:([a-z0-9-]+):([a-z0-9-]+):(\d{12}):(.+)$/;

/** Throws `ValidationException` for what is no ARN, and for targets that are not here. */
export function targetKind(arn: string): TargetKind {
  if (arn.startsWith(UNIVERSAL_PREFIX)) return universal(arn.slice(UNIVERSAL_PREFIX.length));
  const [, service = "", , , resource = ""] = ARN.exec(arn) ?? [];
  if (service === "") throw schedulerError("target-arn");
  const kind = kindOf(service, resource);
  if (kind === undefined) throw schedulerError("target-service", { service });
  if (kind === "malformed") throw schedulerError("target-arn");
  return kind;
}

function kindOf(service: string, resource: string): TargetKind | "malformed" | undefined {
  switch (service) {
    case "lambda":
      return /^function:[a-zA-Z0-9-_]+(:[a-zA-Z0-9$_-]+)?$/.test(resource) ? { kind: "function" } : "malformed";
    case "sqs":
      if (!/^[a-zA-Z0-9-_]{1,80}(\.fifo)?$/.test(resource)) return "malformed";
      return { kind: "queue", isFifo: resource.endsWith(".fifo") };
    case "sns":
      return /^[a-zA-Z0-9-_]{1,256}(\.fifo)?$/.test(resource) ? { kind: "topic" } : "malformed";
    case "events":
      return /^event-bus\/[a-zA-Z0-9-_./]+$/.test(resource) ? { kind: "bus" } : "malformed";
    default:
      return undefined;
  }
}

function universal(action: string): TargetKind {
  const known = UNIVERSAL_ACTIONS.find((candidate) => candidate === action);
  if (known === undefined) throw schedulerError("universal-action", { action });
  return { kind: "universal", action: known };
}
