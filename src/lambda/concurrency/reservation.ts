import type { RecordChange } from "../../store/index.ts";
import type { ControlPlane } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { changeFunction } from "../function-update.ts";
import { accountOf, type ConcurrencyLedger, UNRESERVED_MIN } from "./concurrency-ledger.ts";
import { RESERVED_KIND } from "./concurrency-record.ts";

/**
 * Reserves concurrency for a function, in place of what was reserved before; undefined gives it up. It holds at once.
 * Throws `AwsError` when the account has too little left, or the function has more provisioned.
 */
export async function setReservation(
  plane: ControlPlane,
  find: () => Promise<FunctionEntry>,
  reserved: number | undefined,
): Promise<void> {
  const { ledger } = plane.concurrency;
  const { key } = await find();
  await ledger.exclusively(key, async () => {
    await changeFunction(plane, find, ({ record }) => {
      if (reserved !== undefined) checkReservation(ledger, key, reserved);
      return { record, also: [reservationChange(key, reserved)] };
    });
    plane.concurrency.setReserved(key, reserved);
  });
}

function reservationChange(key: string, reserved: number | undefined): RecordChange {
  if (reserved === undefined) return { op: "delete", kind: RESERVED_KIND, key };
  return { op: "put", kind: RESERVED_KIND, key, value: reserved };
}

function checkReservation(ledger: ConcurrencyLedger, key: string, reserved: number): void {
  if (ledger.unreserved(accountOf(key), key) - reserved < UNRESERVED_MIN)
    throw lambdaError("reserves-too-much", { minimum: UNRESERVED_MIN });
  const provisioned = ledger.provisionedTotal(key);
  if (provisioned > reserved) throw lambdaError("reserves-too-little", { reserved, provisioned });
}
