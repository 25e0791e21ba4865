import type { SnsModel } from "../../../../wire/index.ts";

type Attributes = Readonly<Record<string, SnsModel.MessageAttributeValue>>;

/** A policy, with what passes it and what does not. */
export interface FilterCase<Message> {
  readonly name: string;
  readonly policy: object;
  readonly matching: readonly Message[];
  readonly other: readonly Message[];
}

const text = (StringValue: string): Attributes => ({ a: { DataType: "String", StringValue } });
const number = (StringValue: string): Attributes => ({ a: { DataType: "Number", StringValue } });
const array = (...values: readonly unknown[]): Attributes => ({
  a: { DataType: "String.Array", StringValue: JSON.stringify(values) },
});
const binary: Attributes = { a: { DataType: "Binary", BinaryValue: Buffer.from("x") } };
const NONE: Attributes = {};

/** Amazon SNS developer guide, "String value matching", "Numeric value matching", "Key matching", "AND/OR logic". */
export const ATTRIBUTE_CASES: readonly FilterCase<Attributes>[] = [
  {
    name: "exact",
    policy: { a: ["rugby", "tennis"] },
    matching: [text("rugby"), text("tennis"), array("rugby"), array("football", "tennis")],
    other: [text("baseball"), text("Rugby"), text("rugby "), array("baseball"), array(), number("5"), binary, NONE],
  },
  {
    name: "anything-but one",
    policy: { a: [{ "anything-but": "rugby" }] },
    matching: [text("baseball"), text("Rugby"), number("1"), array("baseball"), array("rugby", "baseball")],
    other: [text("rugby"), array("rugby"), NONE, binary],
  },
  {
    name: "anything-but several",
    policy: { a: [{ "anything-but": ["rugby", "tennis"] }] },
    matching: [text("baseball"), array("rugby", "baseball")],
    other: [text("rugby"), text("tennis"), array("rugby"), array("rugby", "tennis"), NONE],
  },
  {
    name: "anything-but numbers",
    policy: { a: [{ "anything-but": [100, 500] }] },
    matching: [number("101"), number("100.1"), text("100")],
    other: [number("100"), number("100.0"), number("500"), NONE],
  },
  {
    name: "anything-but prefix",
    policy: { a: [{ "anything-but": { prefix: "order-" } }] },
    matching: [text("data-entry"), text("order"), array("order-1", "data")],
    other: [text("order-number"), array("order-1"), NONE],
  },
  {
    name: "anything-but suffix",
    policy: { a: [{ "anything-but": { suffix: "ball" } }] },
    matching: [text("rugby")],
    other: [text("football"), NONE],
  },
  {
    name: "anything-but wildcard",
    policy: { a: [{ "anything-but": { wildcard: "*ball" } }] },
    matching: [text("rugby"), text("ballet")],
    other: [text("baseball"), text("football"), NONE],
  },
  {
    name: "anything-but equals-ignore-case",
    policy: { a: [{ "anything-but": { "equals-ignore-case": ["rugby", "tennis"] } }] },
    matching: [text("baseball")],
    other: [text("RUGBY"), text("Tennis"), NONE],
  },
  {
    name: "anything-but list of prefixes",
    policy: { a: [{ "anything-but": { prefix: ["a", "b"] } }] },
    matching: [text("c"), text("ca")],
    other: [text("a"), text("bc"), NONE],
  },
  {
    name: "equals-ignore-case",
    policy: { a: [{ "equals-ignore-case": "tennis" }] },
    matching: [text("tennis"), text("Tennis"), text("TENNIS"), array("x", "tEnNiS")],
    other: [text("tennis "), text("rugby"), NONE],
  },
  {
    name: "cidr of IPv4",
    policy: { a: [{ cidr: "10.0.0.0/24" }] },
    matching: [text("10.0.0.0"), text("10.0.0.255")],
    other: [text("10.1.0.0"), text("10.0.1.0"), text("no address"), text("10.0.0.256"), NONE],
  },
  {
    name: "cidr of IPv6",
    policy: { a: [{ cidr: "2001:db8::/32" }] },
    matching: [text("2001:db8::1")],
    other: [text("2001:db9::1"), text("10.0.0.1")],
  },
  {
    name: "prefix",
    policy: { a: [{ prefix: "bas" }] },
    matching: [text("baseball"), text("basketball"), text("bas"), array("x", "base")],
    other: [text("rugby"), text("Bas"), text("ba"), NONE],
  },
  {
    name: "suffix",
    policy: { a: [{ suffix: "ball" }] },
    matching: [text("baseball"), text("ball")],
    other: [text("rugby"), text("balls"), text("BALL"), NONE],
  },
  {
    name: "wildcard",
    policy: { a: [{ wildcard: "*ball" }] },
    matching: [text("baseball"), text("ball")],
    other: [text("balls"), NONE],
  },
  {
    name: "wildcard in the middle",
    policy: { a: [{ wildcard: "b*b*l" }] },
    matching: [text("baseball"), text("bbl")],
    other: [text("ball"), text("baseballs")],
  },
  {
    name: "number",
    policy: { a: [{ numeric: ["=", 301.5] }] },
    matching: [number("301.5"), number("3015e-1"), number("301.50"), array(301.5)],
    other: [number("301"), text("301.5"), text("x"), NONE],
  },
  {
    name: "exact number",
    policy: { a: [100] },
    matching: [number("100"), number("100.0"), number("1e2"), array(100)],
    other: [number("101"), text("100"), array("100"), NONE],
  },
  {
    name: "below zero",
    policy: { a: [{ numeric: ["<", 0] }] },
    matching: [number("-1"), number("-0.001")],
    other: [number("0"), number("1"), NONE],
  },
  {
    name: "range",
    policy: { a: [{ numeric: [">", 0, "<=", 150] }] },
    matching: [number("0.1"), number("100"), number("150"), array("x", 5)],
    other: [number("0"), number("-1"), number("150.00001"), text("100"), NONE],
  },
  {
    name: "range with its start",
    policy: { a: [{ numeric: [">=", 10, "<", 20] }] },
    matching: [number("10"), number("19.99999")],
    other: [number("20"), number("9.99999")],
  },
  {
    name: "at least",
    policy: { a: [{ numeric: [">=", 5] }] },
    matching: [number("5"), number("1000000000")],
    other: [number("4.99999")],
  },
  {
    name: "there",
    policy: { a: [{ exists: true }] },
    matching: [text("x"), number("0"), array("x"), array(null)],
    other: [NONE, { b: { DataType: "String", StringValue: "a" } }, binary],
  },
  {
    name: "not there",
    policy: { a: [{ exists: false }] },
    matching: [NONE, { b: { DataType: "String", StringValue: "a" } }, binary],
    other: [text("x"), number("0"), array("x")],
  },
  {
    name: "several conditions of one key",
    policy: { a: ["exact", { prefix: "pre" }, { numeric: [">", 5] }] },
    matching: [text("exact"), text("prefix"), number("6"), array(1, "exact")],
    other: [text("other"), number("5"), array(1, 2), NONE],
  },
  {
    name: "words of JSON in an array",
    policy: { a: [true, null] },
    matching: [array(true), array("x", null), array(false, true)],
    other: [array(false), text("true"), text("null"), NONE],
  },
  {
    name: "every key",
    policy: { a: ["x"], b: [{ "anything-but": "y" }] },
    matching: [{ ...text("x"), b: { DataType: "String", StringValue: "z" } }],
    other: [
      text("x"),
      { ...text("x"), b: { DataType: "String", StringValue: "y" } },
      { b: { DataType: "String", StringValue: "z" } },
    ],
  },
  {
    name: "$or",
    policy: { a: ["x"], $or: [{ b: ["y"] }, { c: [{ numeric: ["<", 5] }] }] },
    matching: [
      { ...text("x"), b: { DataType: "String", StringValue: "y" } },
      { ...text("x"), c: { DataType: "Number", StringValue: "4" } },
    ],
    other: [
      text("x"),
      { ...text("x"), c: { DataType: "Number", StringValue: "5" } },
      { b: { DataType: "String", StringValue: "y" } },
    ],
  },
  {
    name: "$or of the same key",
    policy: { $or: [{ a: ["x"] }, { a: [{ prefix: "y" }], b: [{ exists: true }] }] },
    matching: [text("x"), { ...text("yes"), b: { DataType: "Number", StringValue: "1" } }],
    other: [text("yes"), NONE],
  },
  {
    name: "a name with a dot",
    policy: { "a.b": ["x"] },
    matching: [{ "a.b": { DataType: "String", StringValue: "x" } }],
    other: [text("x"), { "a.b": { DataType: "String", StringValue: "y" } }],
  },
  {
    name: "a type of one's own",
    policy: { a: ["x", 7] },
    matching: [
      { a: { DataType: "String.name", StringValue: "x" } },
      { a: { DataType: "Number.int", StringValue: "7" } },
    ],
    other: [{ a: { DataType: "Number.int", StringValue: "8" } }],
  },
  {
    name: "names of every object",
    policy: { constructor: [{ exists: false }], toString: [{ exists: false }] },
    matching: [NONE, text("x")],
    other: [{ constructor: { DataType: "String", StringValue: "x" } }],
  },
];
