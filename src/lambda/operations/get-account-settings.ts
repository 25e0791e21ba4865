import { ACCOUNT_CONCURRENCY, CODE_UNZIPPED_BYTES_MAX, ZIP_INLINE_BYTES_MAX } from "../../base/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { everyRecord } from "../every-record.ts";
import { declaredSettings, FUNCTION_KIND, readFunctionRecord, scopePrefix } from "../function-record.ts";
import { layerZipBytes } from "../layers/layer-lists.ts";
import { readVersionRecord, VERSION_KIND } from "../version-record.ts";

/** Storage for code of an account and region (AWS Lambda quotas): 300 GB. */
const CODE_STORAGE_BYTES_MAX = 322_122_547_200;

/** `GetAccountSettings`: limits and use of an account and region. */
export function getAccountSettings({ records, concurrency }: ControlPlane): LambdaHandler<"GetAccountSettings"> {
  return async (_input, { scope }) => {
    let count = 0;
    let codeBytes = await layerZipBytes(records, scope);
    for await (const { key, value } of everyRecord(records, FUNCTION_KIND, scopePrefix(scope))) {
      count += 1;
      codeBytes += declaredSettings(readFunctionRecord(key, value)).code.zipBytes;
    }
    for await (const { key, value } of everyRecord(records, VERSION_KIND, scopePrefix(scope)))
      codeBytes += readVersionRecord(key, value).settings.code.zipBytes;
    return {
      AccountLimit: {
        TotalCodeSize: CODE_STORAGE_BYTES_MAX,
        CodeSizeUnzipped: CODE_UNZIPPED_BYTES_MAX,
        CodeSizeZipped: ZIP_INLINE_BYTES_MAX,
        ConcurrentExecutions: ACCOUNT_CONCURRENCY,
        UnreservedConcurrentExecutions: concurrency.ledger.unreserved(scopePrefix(scope)),
      },
      AccountUsage: { TotalCodeSize: codeBytes, FunctionCount: count },
    };
  };
}
