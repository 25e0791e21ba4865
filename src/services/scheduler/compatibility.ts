/** A member of an input that does not have all the effect that it has on AWS. */
export interface MemberLimit {
  /** `stored`: accepted, kept and answered, without effect. `missing`: refused. `working`: with a difference. */
  readonly status: "stored" | "missing" | "working";
  readonly note: string;
}

const stored = (note: string): MemberLimit => ({ status: "stored", note });
const missing = (note: string): MemberLimit => ({ status: "missing", note });
const working = (note: string): MemberLimit => ({ status: "working", note });

const token = working("of creations alone: a deletion or an update that is sent twice is done twice");

const settings: Readonly<Record<string, MemberLimit>> = {
  KmsKeyArn: stored("schedules are not encrypted"),
  "Target.Arn": working(
    "functions, queues, topics, event buses, and the universal targets lambda:invoke (asynchronous), sqs:sendMessage, sns:publish and eventbridge:putEvents; others are refused",
  ),
  "Target.RoleArn": stored("what a schedule may do is not decided by a role"),
  "Target.EcsParameters": missing("containers are not here"),
  "Target.KinesisParameters": missing("streams are not here"),
  "Target.SageMakerPipelineParameters": missing("pipelines are not here"),
};

/** The members that lack something, by operation; all others are working. */
export const SCHEDULER_LIMITS: Readonly<Record<string, Readonly<Record<string, MemberLimit>>>> = {
  CreateSchedule: settings,
  DeleteSchedule: { ClientToken: token },
  DeleteScheduleGroup: { ClientToken: token },
  UpdateSchedule: { ClientToken: token, ...settings },
};
