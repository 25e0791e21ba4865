interface MemberSupport {
  readonly status: "stored" | "missing";
  readonly note: string;
}

const stored = (note: string): MemberSupport => ({ status: "stored", note });
const missing = (note: string): MemberSupport => ({ status: "missing", note });

const policy = stored("policies are not enforced; topics are open to their own account alone");
const topicAttributes: Readonly<Record<string, MemberSupport>> = {
  "Attributes.Policy": policy,
  "Attributes.KmsMasterKeyId": stored("messages are not encrypted"),
  "Attributes.TracingConfig": stored("no segments are written; the trace header is passed on"),
  "Attributes.*FeedbackRoleArn, *FeedbackSampleRate": stored("deliveries are not logged"),
  "Attributes.ArchivePolicy": missing("archive and replay"),
};
const subscriptionAttributes: Readonly<Record<string, MemberSupport>> = {
  "Attributes.SubscriptionRoleArn": stored("only Firehose needs it"),
  "Attributes.ReplayPolicy": missing("archive and replay"),
};
const inAttributeName = (members: Readonly<Record<string, MemberSupport>>): Readonly<Record<string, MemberSupport>> =>
  Object.fromEntries(
    Object.entries(members).map(([name, support]) => [name.replace("Attributes.", "AttributeName="), support]),
  );

/** Members of inputs that do not have the effect that they have on AWS, by operation. */
export const SNS_LIMITS: Readonly<Record<string, Readonly<Record<string, MemberSupport>>>> = {
  AddPermission: { AWSAccountId: policy, ActionName: policy },
  CreateTopic: { ...topicAttributes, DataProtectionPolicy: stored("nothing is masked or refused by it") },
  Publish: { PhoneNumber: missing("text messages"), TargetArn: missing("platform endpoints; a topic's ARN works") },
  PutDataProtectionPolicy: { DataProtectionPolicy: stored("nothing is masked or refused by it") },
  SetSubscriptionAttributes: inAttributeName(subscriptionAttributes),
  SetTopicAttributes: inAttributeName(topicAttributes),
  Subscribe: {
    ...subscriptionAttributes,
    "Protocol=email, email-json": stored("no mail is sent, so the subscription stays pending"),
    "Protocol=sms": stored(
      "no text message is sent; what is published is given up and reported, or goes to the dead-letter queue",
    ),
    "Protocol=application": missing("platform endpoints"),
    "Protocol=firehose": missing("Firehose"),
  },
};
