// Writes docs/errors.md from the catalogue of the control plane's errors. A test compares the file with what this makes.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ERROR_CATALOGUE } from "../src/lambda/index.ts";

export const ERRORS_FILE: string = fileURLToPath(new URL("../docs/errors.md", import.meta.url));

const INTRODUCTION = `# Errors

This file is written by \`npm run docs\` from the catalogue in the code, and a test keeps it true. It holds every error that the
control plane of Lambda itself answers with; what the service's model refuses (lengths, ranges, patterns, missing members)
is answered with \`ValidationException\` in the words of AWS's own templates, and signatures with the errors of their protocol.

**Wording** says whose text it is: \`aws\` is the service's own; \`hearth\` stands where the situation does not exist there,
or where its text is not public.`;

/** The text of the document. */
export function errorsDocument(): string {
  const rows = [...ERROR_CATALOGUE]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([name, { code, status, message, wording }]) =>
        `| ${name} | \`${code}\` | ${status} | ${cell(message)} | ${wording} |`,
    );
  const table = ["| name | code | status | message | wording |", "| --- | --- | --- | --- | --- |", ...rows];
  return `${INTRODUCTION}\n\n## AWS Lambda: ${ERROR_CATALOGUE.size} errors\n\n${table.join("\n")}\n`;
}

/** Code, so that no character of a message is taken for markup; a bar would end the cell even there. */
function cell(message: string): string {
  return `\`${message.replaceAll("|", "\\|")}\``;
}

if (import.meta.main) writeFileSync(ERRORS_FILE, errorsDocument());
