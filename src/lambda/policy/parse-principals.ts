import { lambdaError } from "../errors.ts";
import { type OneOrMany, type PolicyPrincipals, PRINCIPAL_KINDS, type PrincipalKind } from "./policy-document.ts";
import { membersOf, policyFault, stringsOf } from "./policy-json.ts";
import { identityArn, isServicePrincipal } from "./principal.ts";

/** Reads the value of `Principal` or `NotPrincipal`. Throws `AwsError`. */
export function parsePrincipals(value: unknown, where: string): PolicyPrincipals["who"] {
  if (value === "*") return "*";
  if (typeof value === "string") throw lambdaError("invalid-principal");
  const kinds = Object.entries(membersOf(value, where));
  if (kinds.length === 0) throw policyFault(`${where} names nobody`);
  const who: { [kind in PrincipalKind]?: OneOrMany } = {};
  for (const [name, given] of kinds) {
    const kind = PRINCIPAL_KINDS.find((known) => known === name);
    if (kind === undefined) throw policyFault(`${where} has the unknown element ${name}`);
    const names = stringsOf(given, `${where}.${kind}`);
    who[kind] = typeof names === "string" ? normalized(kind, names) : names.map((each) => normalized(kind, each));
  }
  return who;
}

/** The principal as policies keep it. */
function normalized(kind: PrincipalKind, name: string): string {
  if (name === "*") return name;
  if (kind === "AWS") {
    const arn = identityArn(name);
    if (arn === undefined) throw lambdaError("invalid-principal");
    return arn;
  }
  if (name === "" || (kind === "Service" && !isServicePrincipal(name))) throw lambdaError("invalid-principal");
  return name;
}
