/**
 * The description of a service, as generated from the SDK's runtime schemas and botocore's models (see
 * `scripts/models`). Everything at run time works from it; nothing is written by hand for one service.
 */

/** Layout of the description; raised when readers of older files would misunderstand them. */
export const MODEL_FORMAT = 1;

export type SimpleType =
  | "string"
  | "integer"
  | "long"
  | "float"
  | "double"
  | "boolean"
  | "blob"
  | "timestamp"
  | "document";

export type TimestampFormat = "date-time" | "http-date" | "epoch-seconds";

/** Where a member travels when it is not in the body, and how it is named there. All absent: in the body by its name. */
export interface MemberModel {
  readonly shape: string;
  /** Part of the path. */
  readonly label?: true;
  readonly query?: string;
  /** Takes every query parameter that no other member takes. */
  readonly queryParams?: true;
  readonly header?: string;
  readonly prefixHeaders?: string;
  /** Is the body. */
  readonly payload?: true;
  /** Is the HTTP status. */
  readonly statusCode?: true;
  readonly jsonName?: string;
  readonly xmlName?: string;
  readonly xmlFlattened?: true;
  readonly xmlAttribute?: true;
  readonly xmlNamespace?: readonly [prefix: string, uri: string];
  readonly eventHeader?: true;
  readonly eventPayload?: true;
  readonly format?: TimestampFormat;
  /** Filled in by clients when absent. */
  readonly idempotencyToken?: true;
  readonly mediaType?: string;
  readonly hostLabel?: true;
}

export interface StructureModel {
  readonly type: "structure" | "union";
  readonly members: Readonly<Record<string, MemberModel>>;
  readonly required?: readonly string[];
  readonly sensitive?: true;
  readonly xmlName?: string;
  /** HTTP status, of errors only. */
  readonly status?: number;
  /** Code in Query protocols where it differs from the name, of errors only. */
  readonly queryCode?: string;
  /** Whose fault, of errors only. */
  readonly fault?: "client" | "server";
  /** A union of events, one per frame of the body. */
  readonly eventStream?: true;
}

export interface ListModel {
  readonly type: "list";
  readonly member: MemberModel;
  readonly min?: number;
  readonly max?: number;
  readonly sparse?: true;
  readonly sensitive?: true;
}

export interface MapModel {
  readonly type: "map";
  readonly key: MemberModel;
  readonly value: MemberModel;
  readonly min?: number;
  readonly max?: number;
  readonly sparse?: true;
  readonly sensitive?: true;
}

export interface SimpleModel {
  readonly type: SimpleType;
  /** Of the value for numbers, of the length otherwise. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly sensitive?: true;
  readonly streaming?: true;
}

export type ShapeModel = StructureModel | ListModel | MapModel | SimpleModel;

export interface OperationModel {
  /** Absent: the operation takes nothing. */
  readonly input?: string;
  /** Absent: the operation answers with nothing. */
  readonly output?: string;
  readonly errors: readonly string[];
  /** Method, path template and success status, of REST protocols. */
  readonly http?: readonly [method: string, uri: string, status: number];
}

export type ProtocolName =
  | "restJson1"
  | "awsJson1_0"
  | "awsJson1_1"
  | "awsQuery"
  | "restXml"
  | "rpcv2Cbor"
  | "ec2Query";

export interface ServiceModel {
  readonly format: number;
  /** Signing name, e.g. `lambda`. */
  readonly service: string;
  /** e.g. `AWS Lambda`. */
  readonly title: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly protocol: ProtocolName;
  /** Also speaks awsQuery, with the error codes of that time. */
  readonly queryCompatible?: true;
  readonly apiVersion: string;
  readonly namespace: string;
  /** First half of `X-Amz-Target`. */
  readonly target?: string;
  readonly xmlNamespace?: string;
  /** Code under which violated constraints are reported; absent where the service checks its input in words of its own. */
  readonly validationError?: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, ShapeModel>>;
}

/**
 * Takes a generated description for what it is. The content was proven by the generator, so only the layout is checked.
 * Throws when it was written by another version of the generator.
 */
export function modelFrom(description: unknown): ServiceModel {
  const format: unknown =
    typeof description === "object" && description !== null ? Reflect.get(description, "format") : undefined;
  if (format !== MODEL_FORMAT)
    throw new Error(`service description has format ${String(format)}, expected ${MODEL_FORMAT}; generate it again`);
  return description as ServiceModel;
}

/** The shape `name`. Throws when the description contradicts itself, which the generator never lets happen. */
export function shapeOf(model: ServiceModel, name: string): ShapeModel {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`${model.service} has no shape ${name}`);
  return shape;
}

export function isSimple(shape: ShapeModel): shape is SimpleModel {
  return shape.type !== "structure" && shape.type !== "union" && shape.type !== "list" && shape.type !== "map";
}

/** The structure `name`; one without members when there is none. */
export function structureOf(model: ServiceModel, name: string | undefined): StructureModel {
  const shape = name === undefined ? undefined : model.shapes[name];
  return shape?.type === "structure" ? shape : EMPTY_STRUCTURE;
}

const EMPTY_STRUCTURE: StructureModel = { type: "structure", members: {} };
