import type { ServiceModel, StructureModel } from "../model.ts";

/** The member of an operation's output that is a stream of events. */
export interface StreamMember {
  readonly name: string;
  /** Name of the union of its events. */
  readonly union: string;
}

/** Undefined when the output has none; it has at most one. */
export function streamMember(model: ServiceModel, output: StructureModel): StreamMember | undefined {
  for (const [name, { shape }] of Object.entries(output.members)) {
    const target = model.shapes[shape];
    if (target?.type === "union" && target.eventStream === true) return { name, union: shape };
  }
  return undefined;
}

export function isEventStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
