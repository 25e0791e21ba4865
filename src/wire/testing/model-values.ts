import type { MemberModel, ServiceModel, ShapeModel } from "../model.ts";
import { shapeOf } from "../model.ts";

type Plain = Record<string, unknown>;

/** Deeper than this, members are left out, so that shapes that contain themselves come to an end. */
const DEPTH_MAX = 6;
const AWKWARD = "é<&>\"' \u{1F600}";
/** Headers, queries and paths hold these in their own ways. */
const AWKWARD_ASCII = 'v,"/+%=&;*()';

/** `model` without constraints, so that made-up values pass. */
export function withoutConstraints(model: ServiceModel): ServiceModel {
  const shapes = Object.entries(model.shapes).map(([name, shape]) => [name, unconstrained(shape)] as const);
  return { ...model, shapes: Object.fromEntries(shapes) };
}

function unconstrained(shape: ShapeModel): ShapeModel {
  const {
    min: _min,
    max: _max,
    pattern: _pattern,
    enum: _enum,
    required: _required,
    ...rest
  } = shape as ShapeModel & Plain;
  return rest;
}

function isOutsideBody(member: MemberModel): boolean {
  return (
    member.label === true || member.query !== undefined || member.header !== undefined || member.queryParams === true
  );
}

function simpleValue(shape: ShapeModel, name: string, isAscii: boolean): unknown {
  if (shape.type === "blob") return new Uint8Array([1, 2, 3, 250]);
  if (shape.type === "timestamp") return new Date(1_700_000_000_000);
  if (shape.type === "boolean") return true;
  if (shape.type === "string") return isAscii ? `${name} ${AWKWARD_ASCII}` : `${name} ${AWKWARD}`;
  if (shape.type === "document") return { a: [1, "x", null, true] };
  return shape.type === "double" || shape.type === "float" ? 0.5 : 7;
}

/** A value that fills every member of the shape `name`, and of unions the first. Event streams are left out. */
export function fullValue(model: ServiceModel, shapeName: string, name = "", depth = 0, isAscii = false): unknown {
  const shape = shapeOf(model, shapeName);
  if (depth > DEPTH_MAX) return undefined;
  if (shape.type === "list") {
    const items = ["a", "b"].map((item) => fullValue(model, shape.member.shape, `${name}${item}`, depth + 1, isAscii));
    return items.includes(undefined) ? [] : items;
  }
  if (shape.type === "map") {
    const value = fullValue(model, shape.value.shape, name, depth + 1, isAscii);
    return value === undefined ? {} : { "key.a": value, keyB: value };
  }
  if (shape.type !== "structure" && shape.type !== "union") return simpleValue(shape, name, isAscii);
  const result: Plain = {};
  for (const [key, member] of Object.entries(shape.members)) {
    const target = shapeOf(model, member.shape);
    if (target.type === "union" && target.eventStream === true) continue;
    const value = fullValue(model, member.shape, key, depth + 1, isOutsideBody(member));
    if (value === undefined) continue;
    result[key] = member.statusCode === true ? 200 : value;
    if (shape.type === "union") break;
  }
  return result;
}

/** Bytes and dates in a form that `deepEqual` compares by content, whatever their class. */
export function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("hex") };
  if (value instanceof Date) return { date: value.getTime() };
  if (Array.isArray(value)) return value.map((item: unknown) => comparable(item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key, item]) => key !== "$metadata" && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, comparable(item)]));
}
