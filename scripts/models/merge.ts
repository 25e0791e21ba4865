import type {
  MemberModel,
  OperationModel,
  ServiceModel,
  ShapeModel,
  SimpleType,
  TimestampFormat,
} from "../../src/wire/model.ts";
import { MODEL_FORMAT } from "../../src/wire/model.ts";
import type { BotocoreModel, BotocoreShape } from "./botocore.ts";
import type { SdkSchema, SdkService } from "./sdk-schemas.ts";
import { readSchema } from "./sdk-schemas.ts";
import type { ServiceSource } from "./services.ts";

type Loose = Record<string, unknown>;

const TIMESTAMP_FORMATS: Readonly<Record<number, TimestampFormat>> = {
  5: "date-time",
  6: "http-date",
  7: "epoch-seconds",
};
const STREAMING_BLOB = 42;
/** Simple types as the SDK numbers them; it does not tell integers from fractions. */
const PLAIN_TYPES: Readonly<Record<number, SimpleType>> = { 0: "string", 1: "double", 2: "boolean" };
const SIMPLE_TYPES: Readonly<Record<string, SimpleType>> = {
  string: "string",
  character: "string",
  integer: "integer",
  long: "long",
  float: "float",
  double: "double",
  boolean: "boolean",
  blob: "blob",
  timestamp: "timestamp",
};

/** Drops what is undefined, so that absent means absent in the file. */
function compact(value: Loose): object {
  return Object.fromEntries(Object.entries(value).filter(([, content]) => content !== undefined));
}

const flag = (value: unknown): true | undefined => (value === undefined || value === false ? undefined : true);

function memberOf(shape: string, { traits, simple }: SdkSchema): MemberModel {
  return compact({
    shape,
    label: flag(traits["httpLabel"]),
    query: traits["httpQuery"],
    queryParams: flag(traits["httpQueryParams"]),
    header: traits["httpHeader"],
    prefixHeaders: traits["httpPrefixHeaders"],
    payload: flag(traits["httpPayload"]),
    statusCode: flag(traits["httpResponseCode"]),
    jsonName: traits["jsonName"],
    xmlName: traits["xmlName"],
    xmlFlattened: flag(traits["xmlFlattened"]),
    xmlAttribute: flag(traits["xmlAttribute"]),
    xmlNamespace: traits["xmlNamespace"],
    eventHeader: flag(traits["eventHeader"]),
    eventPayload: flag(traits["eventPayload"]),
    format: TIMESTAMP_FORMATS[simple],
    idempotencyToken: flag(traits["idempotencyToken"]),
    mediaType: traits["mediaType"],
    hostLabel: flag(traits["hostLabel"]),
  }) as MemberModel;
}

/**
 * Walks both sources at once from the operations down: names, types and constraints are botocore's, everything about
 * the wire is the SDK's. What only one of them knows (their dates differ) is left out and reported.
 */
export class Merger {
  readonly #source: ServiceSource;
  readonly #sdk: SdkService;
  readonly #botocore: BotocoreModel;
  readonly #shapes = new Map<string, ShapeModel | undefined>();
  /** Differences between the sources, for the person who runs the generator. */
  readonly differences: string[] = [];

  constructor(source: ServiceSource, sdk: SdkService, botocore: BotocoreModel) {
    this.#source = source;
    this.#sdk = sdk;
    this.#botocore = botocore;
  }

  merge(botocoreVersion: string): ServiceModel {
    const operations = this.#operations();
    for (const [name, schema] of this.#sdk.errors) this.#shape(name, readSchema(schema));
    this.#override();
    const { metadata } = this.#botocore;
    return compact({
      format: MODEL_FORMAT,
      service: this.#source.service,
      title: metadata["serviceFullName"],
      sources: { [this.#source.sdkPackage]: this.#sdk.version, botocore: botocoreVersion },
      protocol: this.#sdk.protocol.replace("aws.protocols#", "").replace("smithy.protocols#", ""),
      queryCompatible: flag(this.#sdk.queryCompatible),
      apiVersion: metadata["apiVersion"],
      namespace: this.#sdk.namespace,
      target: metadata["targetPrefix"],
      xmlNamespace: this.#sdk.xmlNamespace ?? this.#source.xmlNamespace,
      validationError: this.#source.validationError,
      operations,
      shapes: Object.fromEntries([...this.#shapes].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    }) as ServiceModel;
  }

  #operations(): Record<string, OperationModel> {
    const merged: Record<string, OperationModel> = {};
    for (const name of Object.keys(this.#botocore.operations))
      if (!this.#sdk.operations.some((operation) => operation.name === name))
        this.differences.push(`operation ${name} is known to botocore only`);
    for (const { name, traits, input, output } of this.#sdk.operations) {
      const described = this.#botocore.operations[name];
      if (described === undefined) {
        this.differences.push(`operation ${name} is known to the SDK only`);
        continue;
      }
      merged[name] = compact({
        input: this.#root(described.input?.shape, input),
        output: this.#root(described.output?.shape, output),
        errors: (described.errors ?? []).map((error) => error.shape).filter((error) => this.#sdk.errors.has(error)),
        http: traits["http"],
      }) as OperationModel;
    }
    return merged;
  }

  #root(name: string | undefined, reference: unknown): string | undefined {
    const schema = readSchema(reference);
    if (name === undefined || schema.kind === "unit") return undefined;
    return this.#shape(name, schema);
  }

  #shape(name: string, schema: SdkSchema): string {
    if (this.#shapes.has(name)) return name;
    const described = this.#botocore.shapes[name];
    if (described === undefined) throw new Error(`${this.#source.service}: botocore has no shape ${name}`);
    this.#shapes.set(name, undefined);
    this.#shapes.set(name, this.#describe(name, described, schema));
    return name;
  }

  #describe(name: string, described: BotocoreShape, schema: SdkSchema): ShapeModel {
    const { min, max } = described;
    const sensitive = flag(described.sensitive);
    const sparse = flag(schema.traits["sparse"]);
    if (schema.kind === "structure" || schema.kind === "union") return this.#structure(name, described, schema);
    if (schema.kind === "list" && described.member !== undefined)
      return compact({
        type: "list",
        member: this.#member(described.member.shape, schema.member),
        min,
        max,
        sparse,
        sensitive,
      }) as ShapeModel;
    if (schema.kind === "map" && described.key !== undefined && described.value !== undefined) {
      const key = this.#member(described.key.shape, schema.key);
      const value = this.#member(described.value.shape, schema.value);
      return compact({ type: "map", key, value, min, max, sparse, sensitive }) as ShapeModel;
    }
    const type = described.document === true ? "document" : SIMPLE_TYPES[described.type];
    if (schema.kind !== "simple" || type === undefined)
      throw new Error(`${this.#source.service}: ${name} is ${described.type} here and ${schema.kind} there`);
    const streaming = flag(schema.simple === STREAMING_BLOB || undefined);
    return compact({
      type,
      min,
      max,
      pattern: described.pattern,
      enum: described.enum,
      sensitive,
      streaming,
    }) as ShapeModel;
  }

  #member(shape: string, reference: unknown): MemberModel {
    const schema = readSchema(reference);
    return memberOf(this.#shape(shape, schema), schema);
  }

  #structure(name: string, described: BotocoreShape, schema: SdkSchema): ShapeModel {
    const members: Record<string, MemberModel> = {};
    for (const [member, reference] of schema.members)
      if (described.members?.[member] === undefined) this.#sdkMember(name, member, reference, members);
    for (const [member, { shape }] of Object.entries(described.members ?? {})) {
      const reference = schema.members.get(member);
      if (reference === undefined) this.differences.push(`${name}.${member} is known to botocore only`);
      else members[member] = this.#member(shape, reference);
    }
    const required = described.required?.filter((member) => member in members);
    const { error, httpError, awsQueryError, xmlName, streaming } = schema.traits;
    const code = Array.isArray(awsQueryError) ? (awsQueryError as readonly unknown[])[0] : undefined;
    return compact({
      type: schema.kind,
      members,
      required: required?.length === 0 ? undefined : required,
      sensitive: flag(described.sensitive),
      xmlName,
      status: error === undefined ? undefined : (httpError ?? (error === "client" ? 400 : 500)),
      queryCode: code === name ? undefined : code,
      fault: error,
      eventStream: schema.kind === "union" ? flag(streaming) : undefined,
    }) as ShapeModel;
  }

  /** A member that botocore does not have: kept when its type is plain, as the messages of errors are. */
  #sdkMember(name: string, member: string, reference: unknown, members: Record<string, MemberModel>): void {
    const schema = readSchema(reference);
    const type = schema.kind === "simple" ? PLAIN_TYPES[schema.simple] : undefined;
    if (type === undefined) {
      this.differences.push(`${name}.${member} is known to the SDK only`);
      return;
    }
    // No model has such a name, so that it cannot be taken.
    const shape = `$${type}`;
    this.#shapes.set(shape, { type });
    members[member] = memberOf(shape, schema);
  }

  #override(): void {
    for (const { shape, change } of this.#source.overrides) {
      const model = this.#shapes.get(shape);
      if (model === undefined) throw new Error(`${this.#source.service}: override of ${shape}, which is not there`);
      const changed = Object.fromEntries(Object.entries(change).map(([key, value]) => [key, value ?? undefined]));
      this.#shapes.set(shape, compact({ ...model, ...changed }) as ShapeModel);
    }
    for (const { shape, member, change } of this.#source.memberOverrides) {
      const model = this.#shapes.get(shape);
      const place = model?.type === "structure" ? model.members[member] : undefined;
      if (model?.type !== "structure" || place === undefined)
        throw new Error(`${this.#source.service}: override of ${shape}.${member}, which is not there`);
      this.#shapes.set(shape, { ...model, members: { ...model.members, [member]: { ...place, ...change } } });
    }
  }
}
