import type { RecordStore } from "../../store/index.ts";
import { belongingKey } from "../belongings.ts";
import type { ControlPlane } from "../control-plane.ts";
import type { FunctionChange } from "../function-directory.ts";
import { changeFunction } from "../function-update.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { POLICY_KIND, type PolicyRecord, readPolicyRecord } from "./policy-record.ts";
import type { PolicyTarget } from "./policy-target.ts";
import { checkPolicySize } from "./policy-size.ts";

/** The policy of a function, version or alias; undefined when it has none. */
export async function policyOf(
  records: RecordStore,
  { entry, qualifier }: PolicyTarget,
): Promise<PolicyDocument | undefined> {
  const key = belongingKey(entry.key, qualifier);
  const stored = await records.get(POLICY_KIND, key);
  return stored && readPolicyRecord(key, stored.value).document;
}

/**
 * Changes a policy together with the revision of its owner; answers that revision. A policy without statements is taken
 * away. Throws `AwsError`: what `find` and `change` throw, and 400 for a policy that is too long.
 *
 * @param change makes the new policy of the present one
 */
export async function changePolicy(
  plane: ControlPlane,
  find: () => Promise<PolicyTarget>,
  change: (present: PolicyDocument | undefined, target: PolicyTarget) => PolicyDocument | undefined,
): Promise<string> {
  const revisionId = plane.random.uuid();
  let target: PolicyTarget | undefined;
  const findEntry = async () => {
    target = await find();
    return target.entry;
  };
  await changeFunction(plane, findEntry, async () => {
    if (target === undefined) throw new Error("a policy is changed before its owner was found");
    const policy = change(await policyOf(plane.records, target), target);
    return policyChange(target, policy, revisionId);
  });
  return revisionId;
}

function policyChange(
  { entry, qualifier, owner }: PolicyTarget,
  policy: PolicyDocument | undefined,
  revisionId: string,
): FunctionChange {
  const { record } = entry;
  const key = belongingKey(entry.key, qualifier);
  const also: FunctionChange["also"] =
    policy === undefined || policy.statements.length === 0
      ? [{ op: "delete", kind: POLICY_KIND, key }]
      : [
          {
            op: "put",
            kind: POLICY_KIND,
            key,
            value: { form: 1, document: checkPolicySize(policy) } satisfies PolicyRecord,
          },
        ];
  if (owner.kind === "version") return { record, also, versions: [{ ...owner.version, revisionId }] };
  if (owner.kind === "alias") return { record, also, aliases: [{ ...owner.alias, revisionId }] };
  return { record: { ...record, latest: { ...record.latest, revisionId } }, also };
}
