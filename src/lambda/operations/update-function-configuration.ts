import { functionArn } from "../../base/index.ts";
import { checkSigning } from "../code-signing/deployment-check.ts";
import { attachedSigningConfig } from "../code-signing/signing-attachment.ts";
import { functionConfiguration } from "../configuration.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { checkUpdatable, findLatest } from "../function-lookup.ts";
import { declaredSettings, type FunctionSettings, recordScope } from "../function-record.ts";
import { changeFunction, stageSettings } from "../function-update.ts";
import { imageSettings, refuseZipMembers } from "../images/image-code.ts";
import { checkUnzippedSize, resolveLayers } from "../layers/function-layers.ts";
import { refuseMissingMembers } from "../missing-members.ts";
import { checkRunnable, checkRuntime } from "../runtime-check.ts";
import { applySettings } from "../settings-input.ts";

/** `UpdateFunctionConfiguration`: stages new settings; until they are activated, a moment later, the old ones serve. */
export function updateFunctionConfiguration(plane: ControlPlane): LambdaHandler<"UpdateFunctionConfiguration"> {
  return async (input, context) => {
    const find = () => findLatest(plane, input.FunctionName, context, "lambda:UpdateFunctionConfiguration");
    checkUpdatable(await find(), input.RevisionId);
    refuseMissingMembers("UpdateFunctionConfiguration", input);
    const { code, runtime, handler } = declaredSettings((await find()).record);
    if (code.image !== undefined) refuseZipMembers(input);
    const image = imageSettings(input.ImageConfig, code.image !== undefined);
    // A function keeps the runtime that it has, also a retired one.
    const { Runtime: newRuntime = runtime, Handler: newHandler = handler } = input;
    if (newRuntime !== null && newHandler !== null) {
      if (newRuntime !== runtime) checkRuntime(newRuntime, newHandler, plane.runtimes());
      else if (newHandler !== handler) checkRunnable(newRuntime, newHandler, plane.runtimes());
    }
    // Nothing that the function may come to refer to is removed meanwhile.
    const entry = await plane.collector.adding(async () => {
      const layers = await resolveLayers(plane.records, input.Layers, context);
      return changeFunction(plane, find, async (current) => {
        checkUpdatable(current, input.RevisionId);
        const settings = applySettings(declaredSettings(current.record), input, layers, image);
        checkUnzippedSize(settings);
        if (layers !== undefined) await checkLayers(plane, current, settings);
        return stageSettings(plane, current, settings);
      });
    });
    plane.activation.begin(entry.key);
    return functionConfiguration(entry.record, entry.record.latest, undefined, plane.runtimes());
  };
}

/** Throws `AwsError` when the new layers are not signed as the function demands; its code was checked when it came. */
async function checkLayers(
  { records, clock }: ControlPlane,
  { key, record }: FunctionEntry,
  { layers }: FunctionSettings,
): Promise<void> {
  const config = await attachedSigningConfig(records, key);
  const packages = layers.map(({ code }) => code);
  checkSigning(config, packages, functionArn(recordScope(record), record.name), clock.nowMs());
}
