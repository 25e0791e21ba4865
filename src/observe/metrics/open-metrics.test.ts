import assert from "node:assert/strict";
import { test } from "node:test";
import { openMetrics } from "./open-metrics.ts";

test("families are written in the text format, labels escaped, counters with their suffix", () => {
  const text = openMetrics([
    { name: "a", type: "counter", help: 'says "a"', samples: [{ labels: { x: 'q"\\\n', n: 1 }, value: 2 }] },
    { name: "b", type: "gauge", help: "b", samples: [{ value: 0.5 }] },
    { name: "c", type: "gauge", help: "nothing yet", samples: [] },
  ]);
  assert.equal(
    text,
    String.raw`# TYPE a counter
# HELP a says \"a\"
a_total{x="q\"\\\n",n="1"} 2
# TYPE b gauge
# HELP b b
b 0.5
# TYPE c gauge
# HELP c nothing yet
# EOF
`,
  );
});
