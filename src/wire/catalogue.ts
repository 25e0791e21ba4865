import type { ServiceModel } from "./model.ts";
import { modelFrom } from "./model.ts";
import events from "./models/events.json" with { type: "json" };
import lambda from "./models/lambda.json" with { type: "json" };
import logs from "./models/logs.json" with { type: "json" };
import scheduler from "./models/scheduler.json" with { type: "json" };
import sns from "./models/sns.json" with { type: "json" };
import sqs from "./models/sqs.json" with { type: "json" };
import sts from "./models/sts.json" with { type: "json" };

const MODELS: ReadonlyMap<string, ServiceModel> = new Map(
  [events, lambda, logs, scheduler, sns, sqs, sts]
    .map((description) => modelFrom(description))
    .map((model) => [model.service, model]),
);

/** The description of the service with that signing name, undefined when Hearth has none. */
export function findModel(service: string): ServiceModel | undefined {
  return MODELS.get(service);
}
