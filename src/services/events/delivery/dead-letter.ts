import type { MessageAttribute, OutgoingMessage } from "../../../base/index.ts";
import type { Failure } from "./delivery-work.ts";

export interface DeadLetterParts extends Failure {
  readonly eventJson: string;
  readonly ruleArn: string;
  readonly targetArn: string;
  readonly retries: number;
}

/** The event, with the attributes that say what became of it (Amazon EventBridge user guide, "Using dead-letter queues"). */
export function deadLetter(parts: DeadLetterParts): OutgoingMessage {
  const attributes: Record<string, MessageAttribute> = {
    RULE_ARN: text(parts.ruleArn),
    TARGET_ARN: text(parts.targetArn),
    ERROR_CODE: text(parts.code),
    ERROR_MESSAGE: text(parts.message),
    RETRY_ATTEMPTS: text(String(parts.retries)),
  };
  if (parts.exhausted !== null) attributes["EXHAUSTED_RETRY_CONDITION"] = text(parts.exhausted);
  return { body: parts.eventJson, attributes };
}

function text(value: string): MessageAttribute {
  // A queue takes no attribute without a value.
  return { dataType: "String", stringValue: value === "" ? "-" : value };
}
