import type { FieldConditions, Leaf } from "./condition.ts";
import type { MatchNode } from "./match-node.ts";

/**
 * Whether the object has all that is asked. What is asked of objects in a list must be fulfilled by one of them, except
 * that the absence of fields which come before all others (in the order of their names) is asked of every one, as AWS does.
 */
export function matchesNode(node: MatchNode, value: unknown): boolean {
  if (Array.isArray(value)) return matchesList(node, value);
  return hasAll(value, node.cheapestFirst);
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

function matchesList({ ofEveryInList, ofOneInList }: MatchNode, list: readonly unknown[]): boolean {
  const objects = objectsIn(list);
  if (ofEveryInList.length > 0 && !objects.every((object) => hasAll(object, ofEveryInList))) return false;
  if (ofOneInList.length === 0) return true;
  return objects.length === 0 ? hasAll(undefined, ofOneInList) : objects.some((object) => hasAll(object, ofOneInList));
}

function hasAll(object: unknown, fields: readonly MatchNode[]): boolean {
  return fields.every((field) => matchesField(field, memberOf(object, field.name)));
}

/** The objects of a list, and of the lists in it. */
function objectsIn(list: readonly unknown[]): readonly unknown[] {
  if (list.some(Array.isArray)) return list.flat(Infinity).filter(isObject);
  return list.every(isObject) ? list : list.filter(isObject);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function fulfils(value: unknown, { anyOf, absent }: FieldConditions): boolean {
  if (isLeaf(value)) return anyOf.some((condition) => condition(value));
  if (!Array.isArray(value)) return absent;
  const leaves = leavesIn(value);
  return leaves.length === 0 ? absent : leaves.some((leaf) => anyOf.some((condition) => condition(leaf)));
}

function leavesIn(list: readonly unknown[]): readonly Leaf[] {
  return list.some(Array.isArray) ? list.flat(Infinity).filter(isLeaf) : list.filter(isLeaf);
}

function isLeaf(value: unknown): value is Leaf {
  if (typeof value === "object") return value === null;
  return value !== undefined;
}
