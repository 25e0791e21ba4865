import type { MemberModel, ServiceModel, StructureModel } from "../model.ts";
import { shapeOf, structureOf } from "../model.ts";
import type { AwsError } from "../operation.ts";
import { errorFacts } from "../protocols/error-facts.ts";
import type { FrameHeader, FrameHeaderValue } from "./frame.ts";
import { encodeFrame, textHeader } from "./frame.ts";

type Plain = Readonly<Record<string, unknown>>;
type WriteBytes = (value: unknown) => Uint8Array;

/** How a protocol writes what is neither bytes nor text. */
export interface EventCodec {
  readonly contentType: string;
  writeMembers(members: StructureModel["members"]): WriteBytes;
  writePayload(member: MemberModel): WriteBytes;
}

interface Payload {
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

const EMPTY = new Uint8Array(0);

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null;
}

/** Header and payload of one kind of event. */
interface EventWriter {
  headers(value: Plain): readonly FrameHeader[];
  payload(value: Plain): Payload;
}

/**
 * Writes the events of one union as frames (Smithy: event streams): the member that is set names the event, its members
 * are headers, the payload, or together the payload. Each kind of event is compiled when it first occurs.
 */
export class EventFrames {
  readonly #model: ServiceModel;
  readonly #union: StructureModel;
  readonly #codec: EventCodec;
  readonly #writers = new Map<string, EventWriter>();

  constructor(model: ServiceModel, unionName: string, codec: EventCodec) {
    const union = shapeOf(model, unionName);
    if (union.type !== "union") throw new Error(`${model.service}: the event stream ${unionName} is no union`);
    this.#model = model;
    this.#union = union;
    this.#codec = codec;
  }

  /** Throws when no member, or one that the model does not have, is set. */
  event(event: unknown): Buffer {
    const set = isPlain(event) ? Object.entries(event).find(([, value]) => value !== undefined) : undefined;
    if (set === undefined) throw new Error(`${this.#model.service}: an event of a stream has no member`);
    const [name, value] = set;
    return this.#frame(textHeader(":event-type", name), "event", this.#writer(name), isPlain(value) ? value : {});
  }

  /** The first frame of protocols without bindings: the members of the output beside the stream. */
  initialResponse(members: StructureModel["members"], output: unknown): Buffer {
    const payload = { contentType: this.#codec.contentType, bytes: this.#codec.writeMembers(members)(output) };
    return frameOf([textHeader(":event-type", "initial-response")], "event", payload);
  }

  /** A failure after the stream has begun: one that the union has travels as it is modelled, any other by its code. */
  failure(error: AwsError): Buffer {
    if (this.#union.members[error.code] === undefined) {
      const headers = [textHeader(":error-code", error.code), textHeader(":error-message", error.message)];
      return encodeFrame([...headers, textHeader(":message-type", "error")], EMPTY);
    }
    const { values } = errorFacts(this.#model, error);
    return this.#frame(textHeader(":exception-type", error.code), "exception", this.#writer(error.code), values);
  }

  #frame(type: FrameHeader, messageType: string, writer: EventWriter, value: Plain): Buffer {
    return frameOf([type, ...writer.headers(value)], messageType, writer.payload(value));
  }

  #writer(name: string): EventWriter {
    const known = this.#writers.get(name);
    if (known !== undefined) return known;
    const member = this.#union.members[name];
    if (member === undefined) throw new Error(`${this.#model.service}: there is no event ${name} in this stream`);
    const writer = compileEvent(this.#model, structureOf(this.#model, member.shape), this.#codec);
    this.#writers.set(name, writer);
    return writer;
  }
}

/** The order of these headers is that of the service. */
function frameOf(headers: readonly FrameHeader[], messageType: string, { contentType, bytes }: Payload): Buffer {
  const described = contentType === undefined ? headers : [...headers, textHeader(":content-type", contentType)];
  return encodeFrame([...described, textHeader(":message-type", messageType)], bytes);
}

function compileEvent(model: ServiceModel, structure: StructureModel, codec: EventCodec): EventWriter {
  const members = Object.entries(structure.members);
  const headers = members.filter(([, member]) => member.eventHeader === true);
  const payload = members.find(([, member]) => member.eventPayload === true);
  const body = members.filter(([, member]) => member.eventHeader !== true);
  return {
    headers: (value) => headers.flatMap(([name, member]) => header(model, name, member, value[name])),
    payload: payload === undefined ? bodyWriter(codec, Object.fromEntries(body)) : payloadWriter(model, payload, codec),
  };
}

function bodyWriter(codec: EventCodec, members: StructureModel["members"]): EventWriter["payload"] {
  if (Object.keys(members).length === 0) return () => ({ contentType: undefined, bytes: EMPTY });
  const write = codec.writeMembers(members);
  return (value) => ({ contentType: codec.contentType, bytes: write(value) });
}

function payloadWriter(
  model: ServiceModel,
  [name, member]: readonly [string, MemberModel],
  codec: EventCodec,
): EventWriter["payload"] {
  const { type } = shapeOf(model, member.shape);
  if (type === "blob") {
    const contentType = "application/octet-stream";
    return ({ [name]: value }) => ({ contentType, bytes: value instanceof Uint8Array ? value : EMPTY });
  }
  if (type === "string")
    return ({ [name]: value }) => ({
      contentType: "text/plain",
      bytes: Buffer.from(typeof value === "string" ? value : ""),
    });
  const write = codec.writePayload(member);
  return ({ [name]: value }) => ({ contentType: codec.contentType, bytes: write(value) });
}

/** Nothing for a value that is absent. */
function header(model: ServiceModel, name: string, member: MemberModel, value: unknown): readonly FrameHeader[] {
  if (value === undefined || value === null) return [];
  const { type } = shapeOf(model, member.shape);
  return [[name, headerValue(type, value)]];
}

function headerValue(type: string, value: unknown): FrameHeaderValue {
  if (typeof value === "boolean") return { type: "boolean", value };
  if (typeof value === "number") return { type: type === "long" ? "long" : "integer", value };
  if (value instanceof Date) return { type: "timestamp", value };
  if (value instanceof Uint8Array) return { type: "blob", value };
  return { type: "string", value: String(value) };
}
