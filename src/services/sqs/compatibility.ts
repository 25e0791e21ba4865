import { ATTRIBUTE_RULES } from "./attributes/attribute-rules.ts";

/** A member of an input that does not have all the effect that it has on AWS. */
interface MemberLimit {
  /** `stored`: accepted, kept and answered, without effect. `missing`: refused. */
  readonly status: "stored" | "missing";
  readonly note: string;
}

const storedAttributes: Readonly<Record<string, MemberLimit>> = Object.fromEntries(
  Object.entries(ATTRIBUTE_RULES).flatMap(([name, { storedBecause: note }]) =>
    note === undefined ? [] : [[`Attributes.${name}`, { status: "stored", note }]],
  ),
);

const permission: MemberLimit = { status: "stored", note: "policies are not enforced yet" };
const fairness: MemberLimit = {
  status: "stored",
  note: "kept and answered; on a standard queue, groups are not served in turns (fair queues)",
};

/** By operation; other members work. */
export const SQS_LIMITS: Readonly<Record<string, Readonly<Record<string, MemberLimit>>>> = {
  CreateQueue: storedAttributes,
  SetQueueAttributes: storedAttributes,
  AddPermission: { AWSAccountIds: permission, Actions: permission },
  GetQueueUrl: {
    QueueOwnerAWSAccountId: { status: "missing", note: "queues of other accounts are answered as unknown" },
  },
  SendMessage: { MessageGroupId: fairness },
  SendMessageBatch: { "Entries.MessageGroupId": fairness },
};
