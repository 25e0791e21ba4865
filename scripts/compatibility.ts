// Writes docs/compatibility.md from the code: which operations of each service are there, and which members of their
// input have an effect. A test compares the file with what this makes.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { systemClock } from "../src/base/index.ts";
import { COMPATIBILITY } from "../src/lambda/compatibility.ts";
import { EVENTS_LIMITS, type MemberLimit } from "../src/services/events/compatibility.ts";
import { createEventsService, type EventsServiceOptions } from "../src/services/events/index.ts";
import { createLogsService } from "../src/services/logs/index.ts";
import { SCHEDULER_LIMITS } from "../src/services/scheduler/compatibility.ts";
import { createSchedulerService, type SchedulerServiceOptions } from "../src/services/scheduler/index.ts";
import { SNS_LIMITS } from "../src/services/sns/compatibility.ts";
import { createSnsService, type SnsServiceOptions } from "../src/services/sns/index.ts";
import { SQS_LIMITS } from "../src/services/sqs/compatibility.ts";
import { createSqsService, type SqsServiceOptions } from "../src/services/sqs/index.ts";
import { createStsService } from "../src/services/sts/index.ts";
import type { LogStore } from "../src/store/index.ts";

const ROOT = new URL("../", import.meta.url);
export const COMPATIBILITY_FILE: string = fileURLToPath(new URL("docs/compatibility.md", ROOT));

interface ServiceTable {
  readonly title: string;
  /** Every operation that AWS has. */
  readonly all: readonly string[];
  /** Those that are there. */
  readonly present: readonly string[];
  /** Members that are not simply there, by operation. */
  readonly limits: Readonly<Record<string, Readonly<Record<string, Pick<MemberLimit, "note"> & { status: string }>>>>;
}

/** The text of the document. */
export async function compatibilityDocument(): Promise<string> {
  // Only the names of the handlers are read, so the store is never touched.
  const noStore = {} as LogStore;
  const logs = createLogsService({ logs: noStore, clock: systemClock, onFailure: () => {} });
  const events = createEventsService({ newWorker: () => ({}) } as unknown as EventsServiceOptions);
  const sns = createSnsService({ newWorker: () => ({}) } as unknown as SnsServiceOptions);
  const scheduler = createSchedulerService({} as unknown as SchedulerServiceOptions);
  const sqs = createSqsService({} as SqsServiceOptions);
  const lambda = service("lambda", Object.keys(COMPATIBILITY));
  const sections = [
    INTRODUCTION,
    heading(lambda),
    list(lambda.present),
    members(),
    missing(lambda),
    ...[
      service("events", Object.keys(await events.handlers()), EVENTS_LIMITS),
      service("logs", Object.keys(await logs.handlers())),
      service("sns", Object.keys(await sns.handlers()), SNS_LIMITS),
      service("scheduler", Object.keys(await scheduler.handlers()), SCHEDULER_LIMITS),
      service("sqs", Object.keys(await sqs.handlers()), SQS_LIMITS),
      service("sts", Object.keys(createStsService().handlers)),
    ].flatMap((table) => [heading(table), list(table.present), limits(table), missing(table)]),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

const INTRODUCTION = `# Compatibility

This file is written by \`npm run docs\` from the code, and a test keeps it true. An operation that is not there answers with
the error of its protocol, naming the operation. Members of an input are **working** unless they are listed as **stored**
(accepted, kept and answered, without effect) or **missing** (refused, or ignored where the value asks for nothing).`;

const MEMBERS_HEAD = ["| operation | member | status | note |", "| --- | --- | --- | --- |"];

function service(name: string, present: readonly string[], rows: ServiceTable["limits"] = {}): ServiceTable {
  const model: unknown = JSON.parse(readFileSync(new URL(`src/wire/models/${name}.json`, ROOT), "utf8"));
  const { title, operations } = model as { title: string; operations: Record<string, unknown> };
  return { title, all: Object.keys(operations), present: present.toSorted(), limits: rows };
}

function heading({ title, all, present }: ServiceTable): string {
  return `## ${title}: ${present.length} of ${all.length} operations`;
}

function missing({ all, present }: ServiceTable): string {
  const absent = all.filter((name) => !present.includes(name));
  return absent.length === 0 ? "" : `Not there: ${absent.join(", ")}.`;
}

function list(names: readonly string[]): string {
  return `There: ${names.join(", ")}.`;
}

/** One row for each member that is not simply there, if there are any. */
function limits({ limits: table }: ServiceTable): string {
  const rows = Object.entries(table).flatMap(([operation, inputs]) =>
    Object.entries(inputs).map(([name, { status, note }]) => `| ${operation} | \`${name}\` | ${status} | ${note} |`),
  );
  return rows.length === 0 ? "" : [...MEMBERS_HEAD, ...rows].join("\n");
}

/** One row for each member that is not simply there. */
function members(): string {
  const rows = Object.entries(COMPATIBILITY)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([operation, inputs]) =>
      Object.entries(inputs).map(([name, support]) => ({ operation, name, ...support })),
    )
    .filter(({ status, note }) => status !== "working" || note !== undefined)
    .map(({ operation, name, status, note = "" }) => `| ${operation} | \`${name}\` | ${status} | ${note} |`);
  return [...MEMBERS_HEAD, ...rows].join("\n");
}

if (import.meta.main) writeFileSync(COMPATIBILITY_FILE, await compatibilityDocument());
