import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DER, DerError, type DerValue, identifierOf, partsOf, readDer, timeOf } from "./der.ts";

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(" ", ""), "hex");

function textValue(tag: number, text: string): DerValue {
  return readDer(Buffer.from([tag, text.length, ...Buffer.from(text)]));
}

describe("reading ASN.1", () => {
  it("takes a sequence apart", () => {
    const parts = partsOf(readDer(bytes("30 07 0201 05 0402 abcd")), DER.sequence);
    assert.deepEqual(
      parts.map(({ tag, content, encoded }) => [tag, content.toString("hex"), encoded.toString("hex")]),
      [
        [2, "05", "020105"],
        [4, "abcd", "0402abcd"],
      ],
    );
  });

  it("takes lengths that are left open, one within another", () => {
    const [inner] = partsOf(readDer(bytes("3080 a080 0201 07 0000 0000")), DER.sequence);
    assert.equal(partsOf(inner, DER.context0)[0]?.content.toString("hex"), "07");
  });

  it("takes long lengths", () => {
    const content = Buffer.alloc(300, 7);
    const value = readDer(Buffer.concat([bytes("0482012c"), content]));
    assert.deepEqual(value.content, content);
  });

  const names: [hex: string, dotted: string][] = [
    ["0609 2a864886f70d010702", "1.2.840.113549.1.7.2"],
    ["0605 2b81 3b01", "1.3.187.1"],
    ["0609 608648016503040202", "2.16.840.1.101.3.4.2.2"],
  ];
  for (const [hex, dotted] of names)
    it(`reads ${dotted}`, () => {
      const value = bytes(hex);
      value[1] = value.length - 2;
      assert.equal(identifierOf(readDer(value)), dotted);
    });

  it("reads times of both kinds", () => {
    assert.equal(timeOf(textValue(0x18, "20260928091926.806Z")), Date.parse("2026-09-28T09:19:26.806Z"));
    assert.equal(timeOf(textValue(0x17, "260928091926Z")), Date.parse("2026-09-28T09:19:26Z"));
    for (const text of ["20261328091926Z", "20260928091926", "", "yesterday"])
      assert.throws(() => timeOf(textValue(0x18, text)), DerError);
  });
});

describe("what is no ASN.1", () => {
  const rows: [what: string, hex: string][] = [
    ["nothing", ""],
    ["a tag alone", "30"],
    ["a value that is cut off", "3005 0201"],
    ["bytes after the value", "0201 05 00"],
    ["a tag of two octets", "1f81 00"],
    ["a length of five octets", "0485 0000000001 00"],
    ["a simple value with its length left open", "0480 00 0000"],
    ["an open value without end", "3080 0201 05"],
  ];
  for (const [what, hex] of rows)
    it(what, () => {
      assert.throws(() => readDer(bytes(hex)), DerError);
    });

  it("values nested without end", () => {
    assert.throws(() => readDer(Buffer.concat([Buffer.alloc(20_000, bytes("3080")), Buffer.alloc(20_000)])), DerError);
  });

  it("no bytes whatever make it fail otherwise", () => {
    for (let seed = 1, round = 0; round < 3_000; round++) {
      const random = Buffer.from(
        Array.from({ length: 24 }, () => (seed = (seed * 48_271) % 2_147_483_647) & (round % 2 === 0 ? 0xff : 0x3f)),
      );
      try {
        const read = (value: DerValue): void => {
          if ((value.tag & 0x20) !== 0) for (const part of partsOf(value, value.tag)) read(part);
        };
        read(readDer(random));
      } catch (error) {
        assert.ok(error instanceof DerError, String(error));
      }
    }
  });
});
