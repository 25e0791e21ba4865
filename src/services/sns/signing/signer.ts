import { createPrivateKey, generateKeyPair, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import type { Clock, Random } from "../../../base/index.ts";
import { RecordConflict, type RecordStore } from "../../../store/index.ts";
import { selfSignedCertificate } from "./certificate.ts";
import { readSigningRecord, SIGNING_KEY, SIGNING_KIND, type SigningRecord } from "./signing-record.ts";

/** `1` is SHA-1, which old validators know; `2` is SHA-256. */
export type SignatureVersion = "1" | "2";

interface Identity {
  readonly id: string;
  readonly key: KeyObject;
  readonly certificate: string;
}

const RSA_BITS = 2048;
const generate = promisify(generateKeyPair);
/** Off the event loop: one signature takes the better part of a millisecond. */
const signAside = promisify(sign);

/** Signs messages with a key that is made at its first use and kept with the records. */
export class Signer {
  readonly #records: RecordStore;
  readonly #clock: Clock;
  readonly #random: Random;
  #identity: Promise<Identity> | undefined;

  constructor(records: RecordStore, clock: Clock, random: Random) {
    this.#records = records;
    this.#clock = clock;
    this.#random = random;
  }

  /** The RSA signature (PKCS #1 v1.5) of a text, in base64. */
  async sign(text: string, version: SignatureVersion): Promise<string> {
    const { key } = await this.#identityOrNew();
    return (await signAside(version === "2" ? "sha256" : "sha1", Buffer.from(text), key)).toString("base64");
  }

  /** Last part of the path at which the certificate is found. */
  async certificateName(): Promise<string> {
    const { id } = await this.#identityOrNew();
    return `SimpleNotificationService-${id}.pem`;
  }

  /** The certificate of that name, in PEM; undefined when there is no such. */
  async certificate(name: string): Promise<string | undefined> {
    const identity = await this.#identityOrNew();
    return name === `SimpleNotificationService-${identity.id}.pem` ? identity.certificate : undefined;
  }

  #identityOrNew(): Promise<Identity> {
    return (this.#identity ??= this.#load().catch((error: unknown) => {
      this.#identity = undefined;
      throw error;
    }));
  }

  async #load(): Promise<Identity> {
    const stored = await this.#records.get(SIGNING_KIND, SIGNING_KEY);
    return identityOf(stored === undefined ? await this.#make() : readSigningRecord(stored.value));
  }

  async #make(): Promise<SigningRecord> {
    const { privateKey } = await generate("rsa", { modulusLength: RSA_BITS });
    const id = this.#random.hex(16);
    const serial = Buffer.from(id, "hex");
    const record: SigningRecord = {
      form: 1,
      id,
      privateKey: String(privateKey.export({ format: "pem", type: "pkcs8" })),
      certificate: selfSignedCertificate(privateKey, "sns.amazonaws.com", serial, this.#clock.nowMs()),
    };
    try {
      await this.#records.write([{ op: "put", kind: SIGNING_KIND, key: SIGNING_KEY, value: record, expect: "absent" }]);
      return record;
    } catch (error) {
      if (!(error instanceof RecordConflict)) throw error;
      // Another node was first, and all must sign with one key.
      const stored = await this.#records.get(SIGNING_KIND, SIGNING_KEY);
      if (stored === undefined) throw error;
      return readSigningRecord(stored.value);
    }
  }
}

function identityOf({ id, privateKey, certificate }: SigningRecord): Identity {
  return { id, key: createPrivateKey(privateKey), certificate };
}
