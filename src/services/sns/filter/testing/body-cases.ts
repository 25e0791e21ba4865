import type { FilterCase } from "./attribute-cases.ts";

/** Amazon SNS developer guide, "Payload-based filtering". */
export const BODY_CASES: readonly FilterCase<object>[] = [
  {
    name: "nested keys",
    policy: { store: ["example_corp"], order: { price: [{ numeric: [">=", 100] }], customer: { level: ["gold"] } } },
    matching: [{ store: "example_corp", order: { price: 100, customer: { level: "gold" } }, more: 1 }],
    other: [
      { store: "example_corp", order: { price: 99, customer: { level: "gold" } } },
      { store: "example_corp", order: { price: 100 } },
      { store: "example_corp" },
      { order: { price: 100, customer: { level: "gold" } } },
      {},
    ],
  },
  {
    name: "a list of values",
    policy: { interests: ["rugby", "tennis"] },
    matching: [{ interests: ["football", "rugby"] }, { interests: "tennis" }],
    other: [{ interests: [] }, { interests: ["football"] }, { interests: { rugby: true } }, { interests: null }],
  },
  {
    name: "a list of objects",
    policy: { items: { kind: ["book"] } },
    matching: [{ items: [{ kind: "pen" }, { kind: "book" }] }, { items: { kind: "book" } }],
    other: [{ items: [{ kind: "pen" }] }, { items: [] }, { items: "book" }],
  },
  {
    name: "words of JSON",
    policy: { done: [true], error: [null] },
    matching: [{ done: true, error: null }],
    other: [{ done: "true", error: null }, { done: true }, { done: true, error: "null" }, { done: 1, error: null }],
  },
  {
    name: "there, of a leaf",
    policy: { a: { b: [{ exists: true }] } },
    matching: [{ a: { b: 0 } }, { a: { b: null } }, { a: { b: "" } }],
    other: [{ a: {} }, { a: { b: {} } }, {}],
  },
  {
    name: "not there",
    policy: { a: { b: [{ exists: false }] } },
    matching: [{ a: {} }, {}, { a: { c: 1 } }],
    other: [{ a: { b: 1 } }, { a: { b: null } }],
  },
  {
    name: "text and number differ",
    policy: { a: [5, "6"] },
    matching: [{ a: 5 }, { a: "6" }, { a: 5.0 }],
    other: [{ a: "5" }, { a: 6 }],
  },
  {
    name: "operators",
    policy: { a: [{ prefix: "x" }, { suffix: "z" }, { "equals-ignore-case": "Q" }, { wildcard: "m*n" }] },
    matching: [{ a: "xy" }, { a: "yz" }, { a: "q" }, { a: "man" }, { a: ["?", "mn"] }],
    other: [{ a: "y" }, { a: 5 }, { a: null }, {}],
  },
  {
    name: "a dot is a step",
    policy: { "a.b": ["x"] },
    matching: [{ a: { b: "x" } }, { "a.b": "x" }],
    other: [{ a: { b: "y" } }, { b: "x" }],
  },
  {
    name: "$or below a key",
    policy: { order: { $or: [{ price: [{ numeric: [">", 100] }] }, { urgent: [true] }] } },
    matching: [{ order: { price: 101 } }, { order: { price: 1, urgent: true } }],
    other: [{ order: { price: 100, urgent: false } }, { price: 101 }],
  },
  {
    name: "addresses",
    policy: { detail: { ip: [{ cidr: "10.0.0.0/8" }] } },
    matching: [{ detail: { ip: "10.200.0.1" } }],
    other: [{ detail: { ip: "11.0.0.1" } }, { detail: { ip: 10 } }],
  },
  {
    name: "anything-but",
    policy: { a: [{ "anything-but": ["x", "y"] }], n: [{ "anything-but": 5 }] },
    matching: [
      { a: "z", n: 6 },
      { a: 1, n: "5" },
      { a: null, n: 0 },
    ],
    other: [{ a: "x", n: 6 }, { a: "z", n: 5 }, { a: "z" }, {}],
  },
];
