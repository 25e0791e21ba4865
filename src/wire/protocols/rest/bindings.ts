import type { MemberModel, StructureModel } from "../../model.ts";

export interface BoundMember {
  readonly name: string;
  readonly member: MemberModel;
}

/** Where the members of one structure travel. */
export interface Bindings {
  readonly labels: readonly BoundMember[];
  readonly query: readonly BoundMember[];
  readonly queryParams: BoundMember | undefined;
  readonly headers: readonly BoundMember[];
  readonly prefixHeaders: readonly BoundMember[];
  readonly payload: BoundMember | undefined;
  readonly statusCode: string | undefined;
  /** All the rest. */
  readonly body: Readonly<Record<string, MemberModel>>;
}

/**
 * Sorts the members of `structure` by place. Structures are shared between inputs and outputs: labels and query
 * parameters mean something in requests only, and are members of the body in responses.
 */
export function bindingsOf(structure: StructureModel, direction: "request" | "response"): Bindings {
  const members = Object.entries(structure.members).map(([name, member]) => ({ name, member }));
  const isRequest = direction === "request";
  const inRequestPlace = ({ member }: BoundMember): boolean =>
    isRequest && (member.label === true || member.query !== undefined || member.queryParams === true);
  const elsewhere = (bound: BoundMember): boolean =>
    inRequestPlace(bound) ||
    bound.member.header !== undefined ||
    bound.member.prefixHeaders !== undefined ||
    bound.member.payload === true ||
    bound.member.statusCode === true;
  return {
    labels: members.filter(({ member }) => isRequest && member.label === true),
    query: members.filter(({ member }) => isRequest && member.query !== undefined),
    queryParams: members.find(({ member }) => isRequest && member.queryParams === true),
    headers: members.filter(({ member }) => member.header !== undefined),
    prefixHeaders: members.filter(({ member }) => member.prefixHeaders !== undefined),
    payload: members.find(({ member }) => member.payload === true),
    statusCode: members.find(({ member }) => member.statusCode === true)?.name,
    body: Object.fromEntries(members.filter((bound) => !elsewhere(bound)).map(({ name, member }) => [name, member])),
  };
}
