import type { LambdaModel } from "../../src/wire/index.ts";
import type { Bring } from "./error-row.ts";
import type { Account } from "./lambda-fixture.ts";

export type Members = Partial<LambdaModel.CreateEventSourceMappingRequest>;

const SECRET = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:s";
export const ACCESS: Members = { SourceAccessConfigurations: [{ Type: "BASIC_AUTH", URI: SECRET }] };
const SelfManagedEventSource = { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["a.example:9092", "b.example:9092"] } };
export const START: Members = { StartingPosition: "LATEST" };
/** A Kafka that is known by its servers. */
export const KAFKA: Members = { SelfManagedEventSource, ...START };

/** Creates a mapping of the function `f`. */
export function mapping(members: Members): Bring {
  return (account) => account.failure("CreateEventSourceMapping", { FunctionName: "f", ...members });
}

/** Of a source that the account has, by service and resource. */
export function fromSource(service: string, resource: string, members: Members): Bring {
  return (account) => mapping({ EventSourceArn: sourceArn(account, service, resource), ...members })(account);
}

export function sourceArn({ scope }: Account, service: string, resource: string): string {
  return `arn:aws:${service}:${scope.region}:${scope.accountId}:${resource}`;
}

export const queue = (members: Members, name: string = "queue"): Bring => fromSource("sqs", name, members);
export const stream = (members: Members): Bring => fromSource("kinesis", "stream/s", members);
export const table = (members: Members): Bring => fromSource("dynamodb", "table/t/stream/2026", members);
export const cluster = (members: Members): Bring =>
  fromSource("kafka", "cluster/c/u", { Topics: ["topic"], ...members });
export const documents = (members: Members): Bring => fromSource("rds", "cluster:c", { ...START, ...members });
export const broker = (members: Members): Bring => fromSource("mq", "broker:b:u", members);

/** Creates a mapping twice; the message is compared with the UUID of the first. */
export function twice(members: (account: Account) => Members): Bring {
  return async (account) => {
    const input = { FunctionName: "f", Enabled: false, ...members(account) };
    const { UUID = "" } = await account.call("CreateEventSourceMapping", input);
    const error = await account.failure("CreateEventSourceMapping", input);
    error.message = error.message.replace(UUID, "<uuid>");
    await account.call("DeleteEventSourceMapping", { UUID });
    return error;
  };
}

/** Changes a mapping that is made for it. */
export function changing(members: (account: Account) => Members, input: Members): Bring {
  return async (account) => {
    const made = await account.call("CreateEventSourceMapping", { FunctionName: "f", ...members(account) });
    const UUID = made.UUID ?? "";
    const error = await account.failure("UpdateEventSourceMapping", { UUID, ...input });
    await account.call("DeleteEventSourceMapping", { UUID });
    return error;
  };
}

export function pollers(config: LambdaModel.ProvisionedPollerConfig): Members {
  return { ProvisionedPollerConfig: config };
}
