import type { EventsModel } from "../../wire/index.ts";
import type { BusRecord } from "./directory/bus-record.ts";

type Settings = Pick<
  EventsModel.UpdateEventBusRequest,
  "Description" | "KmsKeyIdentifier" | "DeadLetterConfig" | "LogConfig"
>;

/** The settings of a bus as they are stored; they are answered and have no effect but the description's. */
export function storedSettings(input: Settings): Pick<BusRecord, "description" | "kmsKey" | "deadLetterArn" | "log"> {
  const { Level, IncludeDetail } = input.LogConfig ?? {};
  return {
    description: input.Description ?? null,
    kmsKey: input.KmsKeyIdentifier ?? null,
    deadLetterArn: input.DeadLetterConfig?.Arn ?? null,
    log: input.LogConfig === undefined ? null : { level: Level ?? null, detail: IncludeDetail ?? null },
  };
}

/** The stored settings as they are answered. */
export function answeredSettings({ description, kmsKey, deadLetterArn, log }: BusRecord): Settings {
  return {
    ...(description === null ? {} : { Description: description }),
    ...(kmsKey === null ? {} : { KmsKeyIdentifier: kmsKey }),
    ...(deadLetterArn === null ? {} : { DeadLetterConfig: { Arn: deadLetterArn } }),
    ...(log === null ? {} : { LogConfig: logConfig(log) }),
  };
}

const LEVELS: readonly EventsModel.Level[] = ["OFF", "ERROR", "INFO", "TRACE"];
const DETAILS: readonly EventsModel.IncludeDetail[] = ["NONE", "FULL"];

function logConfig({ level, detail }: NonNullable<BusRecord["log"]>): EventsModel.LogConfig {
  return { Level: LEVELS.find((known) => known === level), IncludeDetail: DETAILS.find((known) => known === detail) };
}
