import type { InvokeFact } from "../facts.ts";
import { renderJson } from "./log-json.ts";
import { renderText } from "./log-lines.ts";

/**
 * A fact as the log of its function shows it, in the format that the function chose: the message of one log event with
 * its final newline, or undefined when it is not part of the log.
 */
export function renderLog(fact: InvokeFact): string | undefined {
  return fact.environment.spec.logging.format === "JSON" ? renderJson(fact) : renderText(fact)[0];
}
