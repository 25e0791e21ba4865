import { RecordConflict } from "../../store/index.ts";
import { functionsWithSigningConfig } from "../code-signing/signing-attachment.ts";
import { SIGNING_CONFIG_KIND, type SigningConfigRecord } from "../code-signing/signing-config-record.ts";
import { findSigningConfig } from "../code-signing/signing-configs.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";

/** `DeleteCodeSigningConfig`: only when no function has it. */
export function deleteCodeSigningConfig(plane: ControlPlane): LambdaHandler<"DeleteCodeSigningConfig"> {
  return async (input, context) => {
    // Each round that is lost was won by someone else, so this ends.
    for (;;) {
      const { key, record, storedVersion } = await findSigningConfig(
        plane.records,
        input.CodeSigningConfigArn,
        context,
      );
      await refuseInUse(plane, record);
      try {
        await plane.records.write([{ op: "delete", kind: SIGNING_CONFIG_KIND, key, expect: storedVersion }]);
        return {};
      } catch (error) {
        if (!(error instanceof RecordConflict)) throw error;
      }
    }
  };
}

async function refuseInUse({ records }: ControlPlane, record: SigningConfigRecord): Promise<void> {
  const first = await functionsWithSigningConfig(records, record).next();
  if (first.done !== true) throw lambdaError("signing-config-in-use");
}
