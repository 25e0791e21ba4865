// Writes docs/errors.md from the catalogue of the control plane's errors. A test compares the file with what this makes.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ERROR_CATALOGUE } from "../src/lambda/error-catalogue.ts";
import { EVENTS_MESSAGES } from "../src/services/events/error-catalogue.ts";
import { SNS_MESSAGES } from "../src/services/sns/error-catalogue.ts";
import { SQS_ERRORS } from "../src/services/sqs/error-catalogue.ts";
import { SCHEDULER_MESSAGES } from "../src/services/scheduler/error-catalogue.ts";

export const ERRORS_FILE: string = fileURLToPath(new URL("../docs/errors.md", import.meta.url));

const INTRODUCTION = `# Errors

This file is written by \`npm run docs\` from the catalogue in the code, and a test keeps it true. It holds every error that the
control plane of Lambda, EventBridge, EventBridge Scheduler, SNS and SQS themselves answer with; what the service's model refuses (lengths, ranges, patterns, missing members)
is answered with \`ValidationException\` in the words of AWS's own templates, and signatures with the errors of their protocol.

**Wording** says whose text it is: \`aws\` is the service's own; \`hearth\` stands where the situation does not exist there,
or where its text is not public.`;

/** The text of the document. */
export function errorsDocument(): string {
  const lambda = catalogue("AWS Lambda", ERROR_CATALOGUE);
  const services = [
    messages("Amazon EventBridge", EVENTS_MESSAGES),
    messages("Amazon EventBridge Scheduler", SCHEDULER_MESSAGES),
    messages("Amazon SNS", SNS_MESSAGES),
    catalogue("Amazon SQS", SQS_ERRORS),
  ];
  return `${[INTRODUCTION, lambda, ...services].join("\n\n")}\n`;
}

/** One error of a catalogue that tells all of it. */
interface CatalogueEntry {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly wording: "aws" | "hearth";
}

function catalogue(title: string, entries: ReadonlyMap<string, CatalogueEntry>): string {
  const rows = [...entries]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([name, { code, status, message, wording }]) =>
        `| ${name} | \`${code}\` | ${status} | ${cell(message)} | ${wording} |`,
    );
  const head = ["| name | code | status | message | wording |", "| --- | --- | --- | --- | --- |"];
  return `## ${title}: ${entries.size} errors\n\n${[...head, ...rows].join("\n")}`;
}

/** The table of a service whose model knows the status of its codes. */
function messages(title: string, entries: Readonly<Record<string, readonly [string, string, "hearth"?]>>): string {
  const rows = Object.entries(entries)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, [code, text, wording = "aws"]]) => `| ${name} | \`${code}\` | ${cell(text)} | ${wording} |`);
  const head = ["| name | code | message | wording |", "| --- | --- | --- | --- |"];
  return `## ${title}: ${rows.length} errors\n\n${[...head, ...rows].join("\n")}`;
}

/** Code, so that no character of a message is taken for markup; a bar would end the cell even there. */
function cell(message: string): string {
  return `\`${message.replaceAll("|", "\\|")}\``;
}

if (import.meta.main) writeFileSync(ERRORS_FILE, errorsDocument());
