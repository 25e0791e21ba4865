import type { MemberModel, StructureModel } from "../../model.ts";

/** Reads the members that travel in the body; undefined for an empty one. */
export type ReadBody = (body: Uint8Array) => unknown;
export type WriteBody = (value: unknown) => Uint8Array;

/** What REST-JSON and REST-XML differ in: the language of the body. */
export interface BodyCodec {
  readonly contentType: string;
  readMembers(members: StructureModel["members"]): ReadBody;
  readPayload(member: MemberModel): ReadBody;
  writeMembers(members: StructureModel["members"]): WriteBody;
  writePayload(member: MemberModel): WriteBody;
}
