import { member } from "../admin-client.ts";
import { callAws, callLogs, ServiceError } from "../aws-client.ts";
import { type Command, type CommandContext, text } from "../command.ts";
import { durationMs } from "../duration.ts";
import { paint } from "../print.ts";
import { findTarget, type Target, TARGET_OPTIONS } from "../target.ts";

const POLL_MS = 500;
/** Events may become visible a little after their time; looking back this far finds them, and each is shown once. */
const LOOK_BACK_MS = 10_000;

interface ShownEvent {
  readonly id: string;
  readonly timestampMs: number;
  readonly stream: string;
  readonly message: string;
}

export const logsCommand: Command = {
  name: "logs",
  summary: "print the log of a function",
  arguments: [["<name>", "name of the function, or of a log group when it starts with /"]],
  options: [
    { flags: "-f, --follow", summary: "go on printing what comes in" },
    { flags: "-s, --since <time>", summary: "how far back: 90s, 10m, 2h, 1d, 1w (default: 10m)" },
    { flags: "--filter <pattern>", summary: "only events that match this CloudWatch filter pattern" },
    ...TARGET_OPTIONS,
  ],
  examples: [
    "hearth logs MyFn -f",
    "hearth logs MyFn --since 1h --filter ERROR",
    "hearth logs /aws/lambda/MyFn --json",
  ],
  run: async (context, [name = ""], options) => {
    const target = findTarget(context, options);
    const group = name.startsWith("/") ? name : await groupOf(context, target, name);
    const follow = options["follow"] === true;
    let fromMs = context.clock.nowMs() - durationMs(text(options, "since") ?? "10m", "--since");
    const pattern = text(options, "filter");
    const shown = new Map<string, number>();
    for (;;) {
      for (const event of await read(context, target, group, fromMs, pattern, follow)) {
        if (shown.has(event.id)) continue;
        shown.set(event.id, event.timestampMs);
        show(context, event);
        fromMs = Math.max(fromMs, event.timestampMs - LOOK_BACK_MS);
      }
      if (!follow) return 0;
      for (const [id, timestampMs] of shown) if (timestampMs < fromMs) shown.delete(id);
      await context.clock.sleep(POLL_MS);
    }
  },
};

/** The log group that the function names in its configuration. */
async function groupOf(context: CommandContext, target: Target, name: string): Promise<string> {
  const path = `/2015-03-31/functions/${encodeURIComponent(name)}/configuration`;
  const answer = await callAws(context, target, { service: "lambda", method: "GET", path });
  const configuration: unknown = JSON.parse(answer.body.toString());
  const logging =
    typeof configuration === "object" && configuration !== null && "LoggingConfig" in configuration
      ? configuration.LoggingConfig
      : undefined;
  return member(logging, "LogGroup") ?? `/aws/lambda/${name}`;
}

async function read(
  context: CommandContext,
  target: Target,
  logGroupName: string,
  startTime: number,
  filterPattern: string | undefined,
  mayBeMissing: boolean,
): Promise<readonly ShownEvent[]> {
  const events: ShownEvent[] = [];
  let nextToken: string | undefined;
  do {
    try {
      const page = await callLogs(context, target, "FilterLogEvents", {
        logGroupName,
        startTime,
        filterPattern,
        nextToken,
      });
      events.push(...eventsOf(page));
      nextToken = member(page, "nextToken");
    } catch (error) {
      // A group is made by the first invocation; whoever follows waits for it.
      if (mayBeMissing && error instanceof ServiceError && error.code === "ResourceNotFoundException") return [];
      throw error;
    }
  } while (nextToken !== undefined);
  return events;
}

function eventsOf(page: unknown): ShownEvent[] {
  if (typeof page !== "object" || page === null || !("events" in page) || !Array.isArray(page.events)) return [];
  return page.events.map((event: unknown) => ({
    id: member(event, "eventId") ?? "",
    timestampMs: typeof event === "object" && event !== null && "timestamp" in event ? Number(event.timestamp) : 0,
    stream: member(event, "logStreamName") ?? "",
    message: member(event, "message") ?? "",
  }));
}

function show(context: CommandContext, { timestampMs, stream, message }: ShownEvent): void {
  const time = new Date(timestampMs).toISOString();
  if (context.json) {
    context.stdout.write(`${JSON.stringify({ time, stream, message })}\n`);
    return;
  }
  const body = message.replace(/\n$/, "");
  context.stdout.write(`${paint(context.stdout, "dim", time)} ${coloured(context.stdout, body)}\n`);
}

function coloured(stream: NodeJS.WritableStream, body: string): string {
  if (/^(INIT_START|START|END|REPORT) /.test(body)) return paint(stream, "dim", body);
  return /\bERROR\b|Traceback|Task timed out/.test(body) ? paint(stream, "red", body) : body;
}
