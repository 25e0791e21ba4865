import { ACCOUNT_CONCURRENCY, CODE_UNZIPPED_BYTES_MAX, ZIP_INLINE_BYTES_MAX } from "../../base/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { scopePrefix } from "../function-record.ts";

/** `GetAccountSettings`: limits and use of an account and region. */
export function getAccountSettings({ codeStorage, concurrency }: ControlPlane): LambdaHandler<"GetAccountSettings"> {
  return async (_input, { scope }) => {
    const { codeBytes, functionCount } = await codeStorage.usage(scope);
    return {
      AccountLimit: {
        TotalCodeSize: codeStorage.limitBytes,
        CodeSizeUnzipped: CODE_UNZIPPED_BYTES_MAX,
        CodeSizeZipped: ZIP_INLINE_BYTES_MAX,
        ConcurrentExecutions: ACCOUNT_CONCURRENCY,
        UnreservedConcurrentExecutions: concurrency.ledger.unreserved(scopePrefix(scope)),
      },
      AccountUsage: { TotalCodeSize: codeBytes, FunctionCount: functionCount },
    };
  };
}
