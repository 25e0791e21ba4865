import { describe } from "node:test";
import { Place } from "./conformance/bench-place.ts";
import { connectionTests } from "./conformance/connections.ts";
import { datagramTests } from "./conformance/datagrams.ts";
import { deathTests } from "./conformance/death.ts";
import { escapeTests } from "./conformance/escapes.ts";
import { LatePlace, lateMountTests } from "./conformance/late-mounts.ts";
import { limitTests } from "./conformance/limits.ts";
import { outputTests } from "./conformance/outputs.ts";
import { programTests } from "./conformance/programs.ts";
import type { ConformanceSubject } from "./conformance/subject.ts";

export type { ConformanceSubject, Feature } from "./conformance/subject.ts";

/** The contract of `SandboxDriver` as tests. Called at the top of a test file, once per tier. */
export function sandboxConformance(subject: ConformanceSubject): void {
  const parts = {
    programs: programTests,
    outputs: outputTests,
    connections: connectionTests,
    datagrams: datagramTests,
    limits: limitTests,
    death: deathTests,
    escapes: escapeTests,
    "late mounts": lateMountTests,
  };
  for (const [name, part] of Object.entries(parts))
    describe(`${subject.name}: ${name}`, () => {
      part(new Place(subject));
    });
  describe(`${subject.name}: escapes, with code that was mounted late`, () => escapeTests(new LatePlace(subject)));
}
