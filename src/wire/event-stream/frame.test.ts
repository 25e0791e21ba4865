import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServiceModel } from "../model.ts";
import { MODEL_FORMAT } from "../model.ts";
import { type ReadFrame, readFrames } from "../testing/read-frames.ts";
import { EventFrames } from "./event-writer.ts";
import { encodeFrame, textHeader } from "./frame.ts";

function read(frame: Buffer): ReadFrame {
  const [only, ...rest] = readFrames(frame);
  assert.ok(only !== undefined && rest.length === 0);
  return only;
}

test("a frame is the length, that of the headers, and checksums of each", () => {
  const frame = encodeFrame([textHeader("a", "b")], Buffer.from("xyz"));
  assert.equal(frame.readUInt32BE(0), frame.length);
  assert.equal(frame.length, 12 + 6 + 3 + 4);
  assert.equal(frame.readUInt32BE(4), 6);
  assert.equal(frame.toString("latin1", 12, 21), "\u0001a\u0007\u0000\u0001bxyz");
});

test("every kind of header has its own type", () => {
  const when = new Date(1_700_000_000_123);
  const frame = encodeFrame(
    [
      ["yes", { type: "boolean", value: true }],
      ["no", { type: "boolean", value: false }],
      ["integer", { type: "integer", value: -2_000_000_000 }],
      ["long", { type: "long", value: 9_007_199_254_740_991 }],
      ["blob", { type: "blob", value: Buffer.from([0, 255]) }],
      ["text", { type: "string", value: "é\u0000" }],
      ["when", { type: "timestamp", value: when }],
    ],
    new Uint8Array(0),
  );
  assert.deepEqual(read(frame), {
    headers: {
      yes: true,
      no: false,
      integer: -2_000_000_000,
      long: "9007199254740991",
      blob: "00ff",
      text: "é\u0000",
      when: "1700000000123",
    },
    payload: Buffer.alloc(0),
  });
});

test("a header that does not fit is refused", () => {
  assert.throws(() => encodeFrame([textHeader("n".repeat(256), "")], new Uint8Array(0)), RangeError);
  assert.throws(() => encodeFrame([textHeader("n", "v".repeat(65_536))], new Uint8Array(0)), RangeError);
});

const MODEL: ServiceModel = {
  format: MODEL_FORMAT,
  service: "made-up",
  title: "Made Up",
  sources: {},
  protocol: "restJson1",
  apiVersion: "",
  namespace: "made-up",
  validationError: "ValidationException",
  operations: {},
  shapes: {
    Text: { type: "string" },
    Integer: { type: "integer" },
    Long: { type: "long" },
    Blob: { type: "blob" },
    Flag: { type: "boolean" },
    Time: { type: "timestamp" },
    Detail: { type: "structure", members: { a: { shape: "Text" } } },
    Events: {
      type: "union",
      eventStream: true,
      members: {
        bound: { shape: "Bound" },
        text: { shape: "OfText" },
        nested: { shape: "Nested" },
        empty: { shape: "Empty" },
      },
    },
    Bound: {
      type: "structure",
      members: {
        count: { shape: "Integer", eventHeader: true },
        large: { shape: "Long", eventHeader: true },
        flag: { shape: "Flag", eventHeader: true },
        at: { shape: "Time", eventHeader: true },
        key: { shape: "Blob", eventHeader: true },
        name: { shape: "Text", eventHeader: true },
        bytes: { shape: "Blob", eventPayload: true },
      },
    },
    OfText: { type: "structure", members: { text: { shape: "Text", eventPayload: true } } },
    Nested: { type: "structure", members: { detail: { shape: "Detail", eventPayload: true } } },
    Empty: { type: "structure", members: {} },
  },
};
const json = () => (value: unknown) => Buffer.from(JSON.stringify(value));
const frames = new EventFrames(MODEL, "Events", {
  contentType: "application/json",
  writeMembers: json,
  writePayload: json,
});

test("members of an event are headers or payload, as the model has it", () => {
  const at = new Date(1_000);
  const bound = { count: 3, large: 4, flag: true, at, key: Buffer.from([1]), name: "n", bytes: Buffer.from("raw") };
  assert.deepEqual(read(frames.event({ bound })), {
    headers: {
      ":event-type": "bound",
      count: 3,
      large: "4",
      flag: true,
      at: "1000",
      key: "01",
      name: "n",
      ":content-type": "application/octet-stream",
      ":message-type": "event",
    },
    payload: Buffer.from("raw"),
  });
  assert.deepEqual(read(frames.event({ text: { text: "é" } })), {
    headers: { ":event-type": "text", ":content-type": "text/plain", ":message-type": "event" },
    payload: Buffer.from("é"),
  });
  assert.equal(read(frames.event({ nested: { detail: { a: "b" } } })).payload.toString(), '{"a":"b"}');
  assert.deepEqual(read(frames.event({ empty: {} })), {
    headers: { ":event-type": "empty", ":message-type": "event" },
    payload: Buffer.alloc(0),
  });
});

test("what is no event of the stream is a defect, not a frame", () => {
  for (const event of [{}, { other: {} }, undefined, "text"]) assert.throws(() => frames.event(event), /made-up/);
});
