// A policy attached to a resource, as remembered: the grammar of the IAM JSON policy language in typed form, so that it can
// be evaluated without reading JSON again. Scalars stay scalars and lists stay lists, since clients compare what comes back.

export type OneOrMany<Value extends string | number | boolean = string> = Value | readonly Value[];

/** Patterns with `*` and `?`, any of which may match; `not` turns it round (NotAction, NotResource). */
export type PolicyMatch = { readonly not: boolean; readonly patterns: OneOrMany };

/** Kinds of principal that a statement can name. */
export const PRINCIPAL_KINDS = ["AWS", "Service", "Federated", "CanonicalUser"] as const;
export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

/** Everyone, or these by kind; accounts are written as the ARN of their root. `not` turns it round (NotPrincipal). */
export type PolicyPrincipals = {
  readonly not: boolean;
  readonly who: "*" | { readonly [kind in PrincipalKind]?: OneOrMany };
};

/** By operator (`StringEquals`, `ArnLike`, ...) and condition key; all must hold, each for any of its values. */
export type PolicyConditions = {
  readonly [operator: string]: { readonly [key: string]: OneOrMany<string | number | boolean> };
};

export type PolicyStatement = {
  /** Null when it was given without. */
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  readonly principals: PolicyPrincipals;
  readonly actions: PolicyMatch;
  readonly resources: PolicyMatch;
  readonly conditions: PolicyConditions | null;
};

export type PolicyVersion = "2012-10-17" | "2008-10-17";

export type PolicyDocument = {
  readonly version: PolicyVersion;
  readonly id: string | null;
  readonly statements: readonly PolicyStatement[];
};

/** The document in which AddPermission and AddLayerVersionPermission collect statements. */
export function collectedPolicy(statements: readonly PolicyStatement[]): PolicyDocument {
  return { version: "2012-10-17", id: "default", statements };
}
