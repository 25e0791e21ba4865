import { snsError } from "../errors.ts";

/** Reads a policy as far as it can be wrong in form; it is kept, and nothing is masked. Throws `InvalidParameterException`. */
export function checkDataProtectionPolicy(text: string | undefined): string | null {
  if (text === undefined || text === "") return null;
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (error) {
    throw snsError("data-protection-policy", { reason: "the policy is not valid JSON" }, error);
  }
  if (typeof policy !== "object" || policy === null || !("Statement" in policy) || !Array.isArray(policy.Statement))
    throw snsError("data-protection-policy", { reason: "the policy needs a list named Statement" });
  const statements: readonly unknown[] = policy.Statement;
  if (!statements.every(hasDirection))
    throw snsError("data-protection-policy", {
      reason: "Statement DataDirection must be either Inbound or Outbound",
    });
  return text;
}

function hasDirection(statement: unknown): boolean {
  if (typeof statement !== "object" || statement === null || !("DataDirection" in statement)) return false;
  return statement.DataDirection === "Inbound" || statement.DataDirection === "Outbound";
}
