import { createRequire } from "node:module";
import type { ServiceModel } from "./model.ts";
import { modelFrom } from "./model.ts";

/** Every service that is described, by its signing name. */
const SERVICES: ReadonlySet<string> = new Set(["events", "lambda", "logs", "scheduler", "sns", "sqs", "sts"]);

const read = createRequire(import.meta.url);
const models = new Map<string, ServiceModel>();

/**
 * The description of the service with that signing name, undefined when Hearth has none. It is read when it is asked for
 * first, at once since routing cannot wait (a millisecond or two); those of all services together take several megabytes.
 */
export function findModel(service: string): ServiceModel | undefined {
  const known = models.get(service);
  if (known !== undefined || !SERVICES.has(service)) return known;
  const description: unknown = read(`./models/${service}.json`);
  const model = modelFrom(description);
  models.set(service, model);
  return model;
}
