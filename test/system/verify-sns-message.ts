import { verify, X509Certificate } from "node:crypto";
import type { SnsMessage } from "./http-subscriber.ts";

const SIGNED: Readonly<Record<string, readonly string[]>> = {
  Notification: ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
  SubscriptionConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
  UnsubscribeConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
};

/**
 * Whether a message is signed by the certificate that it points at, as the validators of the SDKs find out (Amazon SNS
 * developer guide, "Verifying the signatures of Amazon SNS messages").
 */
export async function isGenuine(message: SnsMessage): Promise<boolean> {
  const answer = await fetch(message["SigningCertURL"] ?? "");
  const { publicKey } = new X509Certificate(await answer.text());
  const text = (SIGNED[message["Type"] ?? ""] ?? [])
    .filter((name) => message[name] !== undefined)
    .map((name) => `${name}\n${message[name]}\n`)
    .join("");
  const hash = message["SignatureVersion"] === "2" ? "RSA-SHA256" : "RSA-SHA1";
  return verify(hash, Buffer.from(text), publicKey, Buffer.from(message["Signature"] ?? "", "base64"));
}
