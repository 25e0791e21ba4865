/** A member of an input that does not have all the effect that it has on AWS. */
export interface MemberLimit {
  /** `stored`: accepted, kept and answered, without effect. `missing`: refused. */
  readonly status: "stored" | "missing";
  readonly note: string;
}

const stored = (note: string): MemberLimit => ({ status: "stored", note });
const missing = (note: string): MemberLimit => ({ status: "missing", note });

const busSettings: Readonly<Record<string, MemberLimit>> = {
  KmsKeyIdentifier: stored("events are not encrypted"),
  DeadLetterConfig: stored("it is for events that cannot be decrypted, and none are encrypted"),
  LogConfig: stored("buses write no logs"),
};

const permission = stored("policies of buses are not evaluated; buses of other accounts are not written to");

/** The members that lack something, by operation; all others are working. */
export const EVENTS_LIMITS: Readonly<Record<string, Readonly<Record<string, MemberLimit>>>> = {
  CreateEventBus: { ...busSettings, EventSourceName: missing("partner event sources") },
  UpdateEventBus: busSettings,
  DeleteRule: { Force: stored("there are no managed rules") },
  PutEvents: { EndpointId: missing("global endpoints") },
  PutPermission: { Principal: permission, Condition: permission, Policy: permission },
  PutRule: { RoleArn: stored("roles are not assumed") },
  PutTargets: {
    "Targets.Arn": stored(
      "working for Lambda, SQS, SNS, log groups and event buses; an event for a target of another service goes to the dead-letter queue, or is dropped and reported",
    ),
    "Targets.RoleArn": stored("roles are not assumed"),
    "Targets.KinesisParameters": stored("Kinesis is not there"),
    "Targets.RunCommandParameters": stored("Systems Manager is not there"),
    "Targets.EcsParameters": stored("ECS is not there"),
    "Targets.BatchParameters": stored("Batch is not there"),
    "Targets.HttpParameters": stored("API destinations are not there"),
    "Targets.RedshiftDataParameters": stored("Redshift is not there"),
    "Targets.SageMakerPipelineParameters": stored("SageMaker is not there"),
    "Targets.AppSyncParameters": stored("AppSync is not there"),
  },
  RemoveTargets: { Force: stored("there are no managed rules") },
};
