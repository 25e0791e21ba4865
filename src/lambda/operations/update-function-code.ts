import type { LambdaModel } from "../../wire/index.ts";
import { addPackage, zipOf } from "../code-source.ts";
import { functionConfiguration } from "../configuration.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionEntry } from "../function-directory.ts";
import { checkUpdatable, findFunction } from "../function-lookup.ts";
import { type CodeSettings, declaredSettings, type FunctionSettings } from "../function-record.ts";
import { changeFunction, stageSettings } from "../function-update.ts";
import { refuseMissingMembers } from "../missing-members.ts";

type Input = LambdaModel.UpdateFunctionCodeRequest;

/** `UpdateFunctionCode`: stages new code; until it is activated, a moment later, the old code serves. */
export function updateFunctionCode(plane: ControlPlane): LambdaHandler<"UpdateFunctionCode"> {
  return async (input, context) => {
    const find = async (): Promise<FunctionEntry> =>
      (await findFunction(plane, { FunctionName: input.FunctionName }, context, "lambda:UpdateFunctionCode")).entry;
    checkUpdatable(await find(), input.RevisionId);
    if (input.ImageUri !== undefined) throw lambdaError("image-on-zip-function");
    refuseMissingMembers("UpdateFunctionCode", input);
    const zip = zipOf(input);
    const entry = await plane.collector.adding(async () => {
      const code = await addPackage(plane.packages, zip);
      return input.DryRun === true ? dryRun(plane, find, input, code) : update(plane, find, input, code);
    });
    return functionConfiguration(entry.record, undefined, plane.runtimes());
  };
}

async function update(
  plane: ControlPlane,
  find: () => Promise<FunctionEntry>,
  input: Input,
  code: CodeSettings,
): Promise<FunctionEntry> {
  try {
    const entry = await changeFunction(plane, find, (current) => {
      checkUpdatable(current, input.RevisionId);
      return stageSettings(plane, current, withCode(current, input, code));
    });
    plane.activation.begin(entry.key);
    return entry;
  } catch (error) {
    plane.collector.release([code.sha256], 0);
    throw error;
  }
}

/** What an update would answer, without doing it. */
async function dryRun(
  { collector }: ControlPlane,
  find: () => Promise<FunctionEntry>,
  input: Input,
  code: CodeSettings,
): Promise<FunctionEntry> {
  collector.release([code.sha256], 0);
  const entry = await find();
  const { record } = entry;
  return { ...entry, record: { ...record, latest: { ...record.latest, settings: withCode(entry, input, code) } } };
}

function withCode({ record }: FunctionEntry, { Architectures }: Input, code: CodeSettings): FunctionSettings {
  const settings = declaredSettings(record);
  return { ...settings, code, architecture: Architectures?.[0] ?? settings.architecture };
}
