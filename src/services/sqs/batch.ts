import { AwsError, type SqsModel } from "../../wire/index.ts";
import { sqsError } from "./sqs-error.ts";

const ENTRIES_MAX = 10;
const ID = /^[\w-]{1,80}$/;

/** Checks what all batches have in common. Throws what the service refuses a whole batch with. */
export function checkBatch(entries: readonly { readonly Id: string }[] | undefined, entryName: string): void {
  if (entries === undefined || entries.length === 0) throw sqsError("batch-empty", { entry: entryName });
  if (entries.length > ENTRIES_MAX) throw sqsError("batch-too-many", { count: entries.length });
  const ids = new Set<string>();
  for (const { Id: id } of entries) {
    if (typeof id !== "string" || !ID.test(id)) throw sqsError("batch-id");
    if (ids.has(id)) throw sqsError("batch-id-repeated", { id });
    ids.add(id);
  }
}

/** Codes that the entries of a batch are answered with where a single request has a longer one. */
const ENTRY_CODES: Readonly<Record<string, string>> = {
  InvalidParameterValueException: "InvalidParameterValue",
  MissingRequiredParameterException: "MissingParameter",
};

/** Runs a check on each entry; what it throws for one is told of that one alone. */
export function eachEntry<Entry extends { readonly Id: string }, Result>(
  entries: readonly Entry[],
  check: (entry: Entry) => Result,
): {
  readonly fine: readonly { entry: Entry; result: Result }[];
  readonly failed: readonly SqsModel.BatchResultErrorEntry[];
} {
  const fine: { entry: Entry; result: Result }[] = [];
  const failed: SqsModel.BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    try {
      fine.push({ entry, result: check(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push(failedEntry(entry.Id, error));
    }
  }
  return { fine, failed };
}

export function failedEntry(Id: string, { code, message }: AwsError): SqsModel.BatchResultErrorEntry {
  return { Id, SenderFault: true, Code: ENTRY_CODES[code] ?? code, Message: message };
}
