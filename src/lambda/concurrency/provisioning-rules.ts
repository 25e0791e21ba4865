import type { AliasRecord } from "../alias-record.ts";
import type { ControlPlane } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionEntry } from "../function-entry.ts";
import type { QualifierTarget } from "../function-lookup.ts";
import { LATEST } from "../function-name.ts";
import { refuseWithTenants } from "../tenancy/tenancy-rules.ts";
import { accountOf, type ConcurrencyLedger, UNRESERVED_MIN } from "./concurrency-ledger.ts";

interface Found {
  readonly entry: FunctionEntry;
  readonly qualifier: string;
  readonly target: QualifierTarget;
}

/** Throws `AwsError` when so many environments must not be provisioned for this version or alias. */
export async function checkProvisioning(plane: ControlPlane, found: Found, requested: number): Promise<void> {
  const { target } = found;
  const { state, version, settings } = target.version.record;
  if (version === LATEST) throw lambdaError("provisions-unpublished");
  refuseWithTenants(settings, "provisioning");
  if (target.kind === "alias" && target.alias.routing !== null) throw lambdaError("provisions-routed-alias");
  checkAmount(plane.concurrency.ledger, found, requested);
  await checkOverlap(plane, found);
  if (state !== "Active") throw lambdaError("not-in-state", { state });
}

/** Provisioned concurrency is part of what the function has reserved, or else of what the account has left. */
function checkAmount(ledger: ConcurrencyLedger, { entry, qualifier }: Found, requested: number): void {
  const { key } = entry;
  const others = ledger.provisionedTotal(key, qualifier);
  const reserved = ledger.reserved(key);
  if (reserved !== undefined) {
    if (others + requested > reserved) throw lambdaError("provisions-more-than-reserved");
    return;
  }
  const unreserved = ledger.unreserved(accountOf(key), key) - others;
  if (requested > unreserved) throw lambdaError("provisions-more-than-unreserved", { unreserved });
  if (unreserved - requested < UNRESERVED_MIN) throw lambdaError("provisions-too-much", { minimum: UNRESERVED_MIN });
}

/** Throws `AwsError` when an alias that has provisioned concurrency must not point to these versions. */
export function checkProvisionedAlias(
  { concurrency }: ControlPlane,
  { key }: FunctionEntry,
  { name, version, routing }: Pick<AliasRecord, "name" | "version" | "routing">,
): void {
  const provisioned = concurrency.ledger.provisioned(key);
  if (!provisioned.has(name)) return;
  const invoked = routing === null ? [version] : [version, routing.version];
  if (invoked.some((candidate) => provisioned.has(candidate))) throw lambdaError("alias-of-provisioned-version");
}

/** A version is provisioned by itself or through an alias, not both. */
async function checkOverlap({ concurrency, directory }: ControlPlane, { entry, target }: Found): Promise<void> {
  const provisioned = concurrency.ledger.provisioned(entry.key);
  if (target.kind === "alias") {
    if (provisioned.has(target.alias.version)) throw lambdaError("alias-of-provisioned-version");
    return;
  }
  for (const qualifier of provisioned.keys()) {
    const alias = await directory.alias(entry, qualifier);
    const invoked = [alias?.version, alias?.routing?.version];
    if (invoked.includes(target.version.record.version)) throw lambdaError("version-of-provisioned-alias");
  }
}
