// One row per room: which rooms it may import. Everything absent is forbidden.
const may = {
  base: [],
  wire: ["base"],
  store: ["base"],
  sandbox: ["base"],
  work: ["base", "store"],
  runtimes: ["base", "sandbox"],
  "runtime-api": ["base"],
  access: ["base", "store"],
  invoke: ["base", "store", "work", "sandbox", "runtimes", "runtime-api"],
  lambda: ["base", "wire", "store", "work", "runtimes", "access", "invoke"],
  services: ["base", "wire", "store", "work", "access"],
  triggers: ["base", "store", "invoke"],
  gateway: ["base", "wire", "store", "access", "invoke"],
  observe: ["base", "store", "invoke", "lambda", "services", "triggers", "gateway"],
  server: [
    "base",
    "wire",
    "store",
    "work",
    "sandbox",
    "runtimes",
    "runtime-api",
    "access",
    "invoke",
    "lambda",
    "services",
    "triggers",
    "gateway",
    "observe",
  ],
  cli: ["base", "wire", "server"],
  guest: [],
};
// Which Node built-ins and npm packages may be touched, and where. Everything else is pure.
const hands = {
  "node:sqlite": "^src/store/sqlite/",
  "node:child_process": "^src/(sandbox|runtimes|cli)/",
  "node:(http|https|http2|net|tls|dgram)": "^src/(sandbox|server|runtime-api|gateway|triggers|cli)/",
  "node:fs(/promises)?": "^src/(store|sandbox|runtimes|server|cli)/",
};
// Tests, and what only tests use, have the hands that tests need.
const TEST_CODE = "\\.test\\.ts$|/testing/";
const ADAPTERS = "store/(sqlite|postgres)|sandbox/(process|namespace)";
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    ...Object.entries(may).map(([room, friends]) =>
      forbid(
        `direction-${room}`,
        `${room} may import only: ${friends.join(", ") || "nothing"}`,
        { path: `^src/${room}/` },
        { path: "^src/", pathNot: `^src/(${[room, ...friends].join("|")})/` },
      ),
    ),
    ...Object.entries(hands).map(([pkg, where]) =>
      forbid(
        `hands-${pkg.replace(/\W+/g, "-").replace(/-$/, "")}`,
        `${pkg} only in ${where}`,
        { path: "^src/", pathNot: [where, TEST_CODE, "^src/guest/"] },
        { dependencyTypes: ["core"], path: `^${pkg.replace("node:", "(node:)?")}$` },
      ),
    ),
    forbid(
      "hands-pg",
      "PostgreSQL's driver is loaded with its adapter only",
      { path: "^src/", pathNot: "^src/store/postgres/" },
      { path: "node_modules/(@types/)?pg/" },
    ),
    forbid("no-cycle", "not even a type-only one", {}, { circular: true }),
    forbid(
      "through-the-door",
      "other rooms are entered by index.ts",
      { path: "^src/([^/]+)/" },
      {
        path: "^src/[^/]+/",
        pathNot: ["^src/$1/", "^src/[^/]+/index\\.ts$", "^src/(services|store|sandbox|triggers)/[^/]+/index\\.ts$"],
      },
    ),
    forbid(
      "not-your-own-door",
      "inside a room import the file, not the barrel",
      { path: "^src/([^/]+)/.+" },
      { path: "^src/$1/index\\.ts$" },
    ),
    forbid(
      "adapters-only-from-server",
      "the composition root alone knows concrete adapters",
      { path: "^src/", pathNot: `^src/(server/|${ADAPTERS})` },
      { path: `^src/(${ADAPTERS})/` },
    ),
    forbid(
      "siblings-are-strangers",
      "sqs never imports s3; sqlite never imports postgres",
      { path: "^src/(services|store|sandbox|triggers)/([^/]+)/.+", pathNot: "^src/store/ports/" },
      { path: "^src/$1/[^/]+/", pathNot: ["^src/$1/$2/", "^src/store/ports/"] },
    ),
    forbid(
      "testing-is-for-tests",
      "what tests share never gets into the product",
      { path: "^src/", pathNot: TEST_CODE },
      { path: "^src/.+/testing/" },
    ),
    forbid("no-orphan", "dead file", { orphan: true, pathNot: ["\\.test\\.ts$", "^src/guest/"] }, {}),
  ],
  options: { parser: "swc", tsPreCompilationDeps: true, doNotFollow: { path: "node_modules" } },
};
