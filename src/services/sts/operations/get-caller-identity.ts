import type { Handlers, StsOperations } from "../../../wire/index.ts";

/** Who signed the request: the account's root unless signatures are verified. Never refused. */
export const getCallerIdentity: NonNullable<Handlers<StsOperations>["GetCallerIdentity"]> = async (
  _input,
  { caller },
) => ({ UserId: caller.userId, Account: caller.accountId, Arn: caller.arn });
