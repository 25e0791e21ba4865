import { ACCOUNT_CONCURRENCY, CODE_UNZIPPED_BYTES_MAX, ZIP_INLINE_BYTES_MAX } from "../../base/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { declaredSettings } from "../function-record.ts";

/** Storage for code of an account and region (AWS Lambda quotas): 300 GB. */
const CODE_STORAGE_BYTES_MAX = 322_122_547_200;
const PAGE = 500;

/** `GetAccountSettings`: limits and use of an account and region. */
export function getAccountSettings({ directory }: ControlPlane): LambdaHandler<"GetAccountSettings"> {
  return async (_input, { scope }) => {
    let count = 0;
    let codeBytes = 0;
    for (let after: string | undefined, more = true; more;) {
      const page = await directory.list(scope, after, PAGE);
      count += page.length;
      for (const record of page) codeBytes += declaredSettings(record).code.zipBytes;
      after = page.at(-1)?.name;
      more = page.length === PAGE;
    }
    return {
      AccountLimit: {
        TotalCodeSize: CODE_STORAGE_BYTES_MAX,
        CodeSizeUnzipped: CODE_UNZIPPED_BYTES_MAX,
        CodeSizeZipped: ZIP_INLINE_BYTES_MAX,
        ConcurrentExecutions: ACCOUNT_CONCURRENCY,
        UnreservedConcurrentExecutions: ACCOUNT_CONCURRENCY,
      },
      AccountUsage: { TotalCodeSize: codeBytes, FunctionCount: count },
    };
  };
}
