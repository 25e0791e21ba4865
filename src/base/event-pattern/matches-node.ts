import type { FieldConditions, Leaf } from "./condition.ts";
import type { MatchNode } from "./match-node.ts";

/**
 * Whether the object has all that is asked. What is asked of objects in a list must be fulfilled by one of them, except
 * that the absence of fields which come before all others (in the order of their names) is asked of every one, as AWS does.
 */
export function matchesNode(node: MatchNode, value: unknown): boolean {
  if (Array.isArray(value)) return matchesList(node.children, value);
  return node.children.every((child) => matchesField(child, memberOf(value, child.name)));
}

function matchesField(node: MatchNode, value: unknown): boolean {
  if (node.conditions !== undefined && !fulfils(value, node.conditions)) return false;
  return node.children.length === 0 || matchesNode(node, value);
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  const member: unknown = Reflect.get(value, name);
  return member;
}

function matchesList(children: readonly MatchNode[], list: readonly unknown[]): boolean {
  const objects = [...objectsIn(list)];
  const first = children.findIndex((child) => !child.asksForAbsenceOnly);
  const ofEvery = first === -1 ? children : children.slice(0, first);
  if (!objects.every((object) => ofEvery.every((child) => matchesField(child, memberOf(object, child.name)))))
    return false;
  if (first === -1) return true;
  const ofOne = children.slice(first);
  const candidates = objects.length === 0 ? [undefined] : objects;
  return candidates.some((object) => ofOne.every((child) => matchesField(child, memberOf(object, child.name))));
}

/** The objects of a list, and of the lists in it. */
function* objectsIn(list: readonly unknown[]): Generator {
  for (const value of list) {
    if (Array.isArray(value)) yield* objectsIn(value);
    else if (typeof value === "object" && value !== null) yield value;
  }
}

function fulfils(value: unknown, { anyOf, absent }: FieldConditions): boolean {
  if (isLeaf(value)) return anyOf.some((condition) => condition(value));
  if (!Array.isArray(value)) return absent;
  let isThere = false;
  for (const leaf of leavesIn(value)) {
    if (anyOf.some((condition) => condition(leaf))) return true;
    isThere = true;
  }
  return absent && !isThere;
}

function* leavesIn(list: readonly unknown[]): Generator<Leaf> {
  for (const value of list) {
    if (Array.isArray(value)) yield* leavesIn(value);
    else if (isLeaf(value)) yield value;
  }
}

function isLeaf(value: unknown): value is Leaf {
  if (typeof value === "object") return value === null;
  return value !== undefined;
}
