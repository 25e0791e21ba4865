import type { LambdaModel } from "../../wire/index.ts";
import { functionConfiguration } from "../configuration.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionChange } from "../function-directory.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { checkUpdatable, findLatest } from "../function-lookup.ts";
import { changeFunction } from "../function-update.ts";
import { codeSha256 } from "../images/image-output.ts";
import { refuseMissingMembers } from "../missing-members.ts";
import { unchangedVersion, withPublication } from "../publication.ts";
import type { PublishedVersion } from "../version-record.ts";

type Input = LambdaModel.PublishVersionRequest;

/** `PublishVersion`: an immutable snapshot of `$LATEST`, or the newest one when nothing was changed since. */
export function publishVersion(plane: ControlPlane): LambdaHandler<"PublishVersion"> {
  return async (input, context) => {
    refuseMissingMembers("PublishVersion", input);
    const find = () => findLatest(plane, input.FunctionName, context, "lambda:PublishVersion");
    const { entry, published } = await publish(plane, find, input);
    return functionConfiguration(entry.record, published, published.version, plane.runtimes());
  };
}

async function publish(
  plane: ControlPlane,
  find: () => Promise<FunctionEntry>,
  input: Input,
): Promise<{ readonly entry: FunctionEntry; readonly published: PublishedVersion }> {
  let published: PublishedVersion | undefined;
  const entry = await changeFunction(plane, find, async (seen): Promise<FunctionChange | undefined> => {
    const { key, record } = seen;
    checkPublishable(seen, input);
    const { settings } = record.latest;
    published = await unchangedVersion(plane, seen, settings);
    if (published !== undefined) return undefined;
    const latest = { ...record.latest, revisionId: plane.random.uuid() };
    const publishing = { state: "Active" as const, description: input.Description };
    const change = withPublication(plane, key, { record: { ...record, latest }, also: [] }, settings, publishing);
    published = change.published;
    return change;
  });
  if (published === undefined) throw new Error(`nothing was published of ${entry.key}`);
  return { entry, published };
}

/** Throws `AwsError`: 409 in the present state, 412 for a stale revision, 400 for other code than the caller saw. */
function checkPublishable(entry: FunctionEntry, { RevisionId, CodeSha256 }: Input): void {
  checkUpdatable(entry, RevisionId);
  const { state, settings } = entry.record.latest;
  if (state !== "Active") throw lambdaError("not-in-state", { state });
  const current = codeSha256(settings.code);
  if (CodeSha256 !== undefined && CodeSha256 !== "" && CodeSha256 !== current)
    throw lambdaError("other-code-published", { given: CodeSha256, current });
}
