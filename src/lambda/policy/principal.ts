import type { PolicyPrincipals } from "./policy-document.ts";

const ACCOUNT = /^\d{12}$/;
/** Roots, users, roles and their sessions. */
const IDENTITY_ARN = /^arn:aws[a-zA-Z-]*:(?:iam|sts)::\d{12}:(?:root|(?:user|role|assumed-role|federated-user)\/\S+)$/;
/** e.g. `s3.amazonaws.com`, `logs.eu-west-1.amazonaws.com`, `alexa-appkit.amazon.com`. */
const SERVICE = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws\.internal)$/;

/** The principals that a single word names, as AddPermission takes it; undefined when it names none. */
export function principalsOf(text: string): PolicyPrincipals | undefined {
  if (text === "*") return { not: false, who: "*" };
  const identity = identityArn(text);
  if (identity !== undefined) return { not: false, who: { AWS: identity } };
  return SERVICE.test(text) ? { not: false, who: { Service: text } } : undefined;
}

/** The ARN of an account's root for an account id; other ARNs of identities as they are; undefined for anything else. */
export function identityArn(text: string): string | undefined {
  if (ACCOUNT.test(text)) return `arn:aws:iam::${text}:root`;
  return IDENTITY_ARN.test(text) ? text : undefined;
}

export function isServicePrincipal(text: string): boolean {
  return SERVICE.test(text);
}
