import assert from "node:assert/strict";
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { pause } from "./hearth-process.ts";

const PAUSE_MS = 50;
const TRIES = 200;

/**
 * The events of a function's log as they were written, once one of them matches. They are written a moment after the
 * invocation was answered, and the first of them makes the group: until then there is none.
 */
export async function functionLog(endpoint: string, functionName: string, until: RegExp): Promise<readonly string[]> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new CloudWatchLogsClient({ endpoint, region: "us-east-1", credentials });
  try {
    for (let tries = 0; ; tries++) {
      const messages = await messagesSoFar(client, `/aws/lambda/${functionName}`);
      if (messages.some((message) => until.test(message))) return messages;
      assert.ok(tries < TRIES, `no event of ${functionName} matches ${until}:\n${messages.join("")}`);
      await pause(PAUSE_MS);
    }
  } finally {
    client.destroy();
  }
}

async function messagesSoFar(client: CloudWatchLogsClient, logGroupName: string): Promise<readonly string[]> {
  try {
    const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName }));
    return events.map(({ message }) => String(message));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}
