import { type Bring, type ErrorRow, invalid, row } from "./error-row.ts";
import {
  ACCESS,
  broker,
  changing,
  cluster,
  documents,
  KAFKA,
  mapping,
  pollers,
  queue,
  sourceArn,
  START,
  stream,
} from "./mapping-requests.ts";

const DESTINATION = "Unsupported DestinationConfig parameter for given event source mapping type.";
const DOCUMENTS = { DocumentDBEventSourceConfig: { DatabaseName: "db" }, ...ACCESS };

const unsupported = (member: string, bring: Bring): ErrorRow =>
  row(
    "unsupported-parameter",
    invalid,
    `Unsupported '${member}' parameter for given event source mapping type.`,
    bring,
  );
const missing = (member: string, bring: Bring): ErrorRow =>
  row("missing-parameter", invalid, `Required '${member}' parameter is missing.`, bring);
const documentsRow = (members: string, bring: Bring): ErrorRow =>
  row("invalid-parameters", invalid, `Invalid parameters: ${members}`, bring);

/** Members that a kind of source lacks or does not take. */
export const EVENT_SOURCE_MEMBER_ERRORS: readonly ErrorRow[] = [
  missing("topics", mapping(KAFKA)),
  missing("sourceAccessConfigurations", mapping({ ...KAFKA, Topics: ["topic"] })),
  missing("queues", broker(ACCESS)),
  missing("sourceAccessConfigurations", broker({ Queues: ["q"] })),
  unsupported("queues", cluster({ ...START, Queues: ["q"] })),
  unsupported("selfManagedEventSource", cluster(KAFKA)),
  unsupported("parallelizationFactor", queue({ ParallelizationFactor: 2 })),
  unsupported("scalingConfig", stream({ ...START, ScalingConfig: { MaximumConcurrency: 5 } })),
  unsupported("maximumRetryAttempts", cluster({ ...START, MaximumRetryAttempts: 3 })),
  unsupported("pollerGroupName", queue(pollers({ PollerGroupName: "group" }))),
  unsupported(
    "startingPosition",
    mapping({
      ...KAFKA,
      Topics: ["topic"],
      ...ACCESS,
      SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" },
    }),
  ),
  unsupported(
    "tumblingWindowInSeconds",
    changing((account) => ({ EventSourceArn: sourceArn(account, "sqs", "queue") }), { TumblingWindowInSeconds: 5 }),
  ),
  row(
    "unsupported-destination",
    invalid,
    DESTINATION,
    stream({ ...START, DestinationConfig: { OnSuccess: { Destination: "arn:aws:sqs:eu-west-1:000000000000:q" } } }),
  ),
  row(
    "unsupported-destination",
    invalid,
    DESTINATION,
    queue({ DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:eu-west-1:000000000000:q" } } }),
  ),
  row(
    "bad-destinations",
    invalid,
    "The provided destination config DestinationConfig(onSuccess=null, onFailure=OnFailure(destination=kafka://topic)) is invalid.",
    stream({ ...START, DestinationConfig: { OnFailure: { Destination: "kafka://topic" } } }),
  ),
  documentsRow(
    "documentDBEventSourceConfig, databaseName, sourceAccessConfigurations, sourceAccessConfigurations",
    documents({}),
  ),
  documentsRow("documentDBEventSourceConfig, databaseName", documents(ACCESS)),
  documentsRow("databaseName", documents({ ...ACCESS, DocumentDBEventSourceConfig: {} })),
  documentsRow("filterCriteria", documents({ ...DOCUMENTS, FilterCriteria: { Filters: [{ Pattern: "{}" }] } })),
  documentsRow(
    "functionResponseTypes",
    documents({ ...DOCUMENTS, FunctionResponseTypes: ["ReportBatchItemFailures"] }),
  ),
];
