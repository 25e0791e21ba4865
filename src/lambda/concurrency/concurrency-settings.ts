import type { Scope } from "../../base/index.ts";
import type { Invoker } from "../../invoke/index.ts";
import { everyRecord, type RecordStore } from "../../store/index.ts";
import type { FunctionChange, FunctionDirectory } from "../function-directory.ts";
import { ConcurrencyLedger } from "./concurrency-ledger.ts";
import { PROVISIONED_KIND, readProvisionedRecord, readReserved, RESERVED_KIND } from "./concurrency-record.ts";
import { Provisioning } from "./provisioning.ts";

export interface ConcurrencyPorts {
  readonly records: RecordStore;
  readonly directory: FunctionDirectory;
  readonly invoker: Invoker;
  readonly report: (error: unknown) => void;
}

/** Reserved and provisioned concurrency: what is set, and that the data plane knows it. */
export class ConcurrencySettings {
  readonly ledger: ConcurrencyLedger = new ConcurrencyLedger();
  readonly provisioning: Provisioning;
  readonly #records: RecordStore;
  readonly #invoker: Invoker;

  constructor({ records, directory, invoker, report }: ConcurrencyPorts) {
    this.#records = records;
    this.#invoker = invoker;
    this.provisioning = new Provisioning({ directory, invoker, report, ledger: this.ledger });
  }

  /** Tells the data plane what is on record, before the first request. Environments are provisioned from then on. */
  async start(): Promise<void> {
    for await (const { key, value } of everyRecord(this.#records, RESERVED_KIND, ""))
      this.setReserved(key, readReserved(key, value));
    for await (const { key, value } of everyRecord(this.#records, PROVISIONED_KIND, "")) {
      const [functionKey, qualifier] = splitAtLast(key);
      this.ledger.setProvisioned(functionKey, qualifier, readProvisionedRecord(key, value));
      this.provisioning.follow(functionKey, [qualifier]);
    }
  }

  /** A limit holds at once; to be called when it is on record. */
  setReserved(functionKey: string, reserved: number | undefined): void {
    this.ledger.setReserved(functionKey, reserved);
    const { scope, name } = partsOf(functionKey);
    this.#invoker.reserve(scope, name, reserved);
  }

  /** A function was changed, or deleted when there is no change. */
  functionChanged(functionKey: string, change: FunctionChange | undefined): void {
    if (change === undefined) {
      if (this.ledger.reserved(functionKey) !== undefined) this.setReserved(functionKey, undefined);
      this.ledger.drop(functionKey);
      return this.provisioning.follow(functionKey);
    }
    const provisioned = this.ledger.provisioned(functionKey);
    for (const deleted of [change.deletedAlias, change.deletedVersion])
      if (deleted !== undefined && provisioned.has(deleted))
        this.ledger.setProvisioned(functionKey, deleted, undefined);
    const moved = (change.aliases ?? []).map(({ name }) => name).filter((name) => provisioned.has(name));
    this.provisioning.follow(functionKey, moved);
  }

  async stop(): Promise<void> {
    await this.provisioning.stop();
  }
}

function splitAtLast(key: string): [before: string, after: string] {
  const at = key.lastIndexOf("/");
  return [key.slice(0, at), key.slice(at + 1)];
}

function partsOf(functionKey: string): { readonly scope: Scope; readonly name: string } {
  const [account, name] = splitAtLast(functionKey);
  const [accountId, region] = splitAtLast(account);
  return { scope: { accountId, region }, name };
}
