import assert from "node:assert/strict";
import { test } from "node:test";
import { FilterPatternError } from "./filter-pattern-error.ts";
import { compileFilterPattern } from "./filter-pattern.ts";

const EVENT = JSON.stringify({
  eventType: "UpdateTrail",
  sourceIPAddress: "111.111.111.111",
  arrayKey: ["value", "another value"],
  objectList: [
    { name: "a", id: 1 },
    { name: "b", id: 2 },
  ],
  SomeObject: null,
  ThisFlag: true,
  ThatFlag: false,
  "dotted.key": "dotted",
  Users: [1, 2, 3],
});
const COMPOUND = JSON.stringify({
  user: { id: 1, email: "John.Stiles@example.com" },
  users: [
    { id: 2, email: "John.Doe@example.com" },
    { id: 3, email: "Jane.Doe@example.com" },
  ],
  actions: ["GET", "PUT", "DELETE"],
  coordinates: [
    [0, 1, 2],
    [4, 5, 6],
    [7, 8, 9],
  ],
});
const NUMERIC = JSON.stringify({
  latency: 500,
  numbers: [0.001, 1000],
  processes: [{}, {}, {}, {}, { averageRuntime: 55.5 }],
  errorCode: 400,
  textCode: "400",
  negative: -3,
});
const ACCESS_OK = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache_pb.gif HTTP/1.0" 200 1534';
const ACCESS_500 = '127.0.0.1 - frank [10/Oct/2000:13:35:22 -0700] "GET /apache_pb.gif HTTP/1.0" 500 5324';
const ACCESS_404 = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
const INVALID_JSON = '{"eventType": "UpdateTrail"';

// Patterns and lines of "Filter pattern syntax", CloudWatch Logs user guide, and what follows from its rules.
const CASES: readonly (readonly [pattern: string, message: string, matches: boolean])[] = [
  // Nothing asked for.
  ["", "anything", true],
  ["   ", "anything", true],
  ['" "', "anything", true],
  // One term.
  ["ERROR", "[ERROR 400] BAD REQUEST", true],
  ["ERROR", "[ERROR] A fatal exception has occurred", true],
  ["ERROR", "Exiting with ERRORCODE: -1", true],
  ["ERROR", "[error] lower case", false],
  ["ERROR", "[WARN] Failed to process the request", false],
  ['"ERROR"', "Exiting with ERRORCODE: -1", true],
  ["some_term", "has some_term inside", true],
  ["größe", "die größe zählt", true],
  // Several terms.
  ["ERROR ARGUMENTS", "[ERROR 419] MISSING ARGUMENTS", true],
  ["ERROR ARGUMENTS", "[ERROR 420] INVALID ARGUMENTS", true],
  ["ERROR ARGUMENTS", "[ERROR 401] UNAUTHORIZED REQUEST", false],
  ["ERROR Exception", "[ERROR] Caught IllegalArgumentException", true],
  ["ERROR Exception", "[ERROR] Unhandled Exception", true],
  ["Failed to process the request", "[ERROR] Unable to continue: Failed to process the request", true],
  ["Failed to process the request", "request the process to Failed", true],
  ["ERROR WARN", "ERROR WARN message", true],
  ["ERROR WARN", "ERROR message", false],
  // Phrases.
  ['"INTERNAL SERVER ERROR"', "[ERROR 500] INTERNAL SERVER ERROR", true],
  ['"INTERNAL SERVER ERROR"', "[ERROR 500] SERVER INTERNAL ERROR", false],
  ['"Failed to process the request"', "request the process to Failed", false],
  ['"[ERROR]"', "[ERROR] x", true],
  ['"[ERROR]"', "ERROR x", false],
  ['"say \\"hi\\""', 'they say "hi"', true],
  ['"back\\\\slash"', "back\\slash", true],
  ['"a b" c', "c a b", true],
  // Any of several.
  ["?ERROR ?WARN", "ERROR message", true],
  ["?ERROR ?WARN", "WARN message", true],
  ["?ERROR ?WARN", "INFO message", false],
  ["?ERROR ?ARGUMENTS", "[ERROR 420] INVALID ARGUMENTS", true],
  ['?"BAD REQUEST" ?"NOT FOUND"', "[ERROR 400] BAD REQUEST", true],
  ['?"BAD REQUEST" ?"NOT FOUND"', "BAD thing, REQUEST", false],
  // A question mark beside other terms is ignored.
  ["?ERROR ?ARGUMENTS REQUEST", "[INFO] REQUEST FAILED", true],
  ["?ERROR ?ARGUMENTS REQUEST", "[WARN] UNAUTHORIZED REQUEST", true],
  ["?ERROR ?ARGUMENTS REQUEST", "[ERROR] MISSING ARGUMENTS", false],
  // Excluded terms.
  ["ERROR -ARGUMENTS", "[ERROR 400] BAD REQUEST", true],
  ["ERROR -ARGUMENTS", "[ERROR 419] MISSING ARGUMENTS", false],
  ["ERROR -WARN", "ERROR message", true],
  ["ERROR -WARN", "ERROR WARN message", false],
  ['"ERROR" - "Exiting"', "Exiting with ERRORCODE: -1", false],
  ['"ERROR" - "Exiting"', "[ERROR] A fatal exception has occurred", true],
  ["-ERROR", "INFO", true],
  ["-ERROR", "ERROR", false],
  // Regular expressions.
  ["%AUTHORIZED%", "[ERROR 401] UNAUTHORIZED REQUEST", true],
  ["%AUTHORIZED%", "[SUCCESS 200] AUTHORIZED REQUEST", true],
  ["%AUTHORIZED%", "[ERROR 419] MISSING ARGUMENTS", false],
  ["%^ERROR%", "ERROR at the start", true],
  ["%^ERROR%", "an ERROR inside", false],
  ["%ERROR$%", "ends with ERROR", true],
  ["%ERROR$%", "ends with ERROR\n", true],
  ["%ERROR$%", "ERROR is not the end", false],
  ["%colou?r%", "color", true],
  ["%colou?r%", "colour", true],
  ["%colou?r%", "colouur", false],
  ["%gray|grey%", "a grey cat", true],
  ["%gray|grey%", "a green cat", false],
  ["%10\\.10\\.0\\.1%", "from 10.10.0.1", true],
  ["%10\\.10\\.0\\.1%", "from 10x10y0z1", false],
  ["%[a-z]{3}-[0-9]{2,}%", "abc-12", true],
  ["%[a-z]{3}-[0-9]{2,}%", "abc-1", false],
  ["%^[^0-9]+$%", "letters", true],
  ["%^[^0-9]+$%", "letters7", false],
  ["%\\d+\\s\\w+%", "took 12 seconds", true],
  ["%\\d+\\s\\w+%", "took twelve seconds", false],
  ["%\\x28done\\x29%", "is (done)", true],
  ["%a.c%", "abc", true],
  ["%a.c%", "a\nc", false],
  ["%lo*p%", "looooop lp", true],
  ["%x+y%", "axxxy", true],
  ["%x+y%", "y", false],
  ["ERROR %[0-9]{3}%", "ERROR 500", true],
  ["ERROR %[0-9]{3}%", "ERROR", false],
  // JSON: strings.
  ['{ $.eventType = "UpdateTrail" }', EVENT, true],
  ['{ $.eventType = "updatetrail" }', EVENT, false],
  ["{ $.eventType = UpdateTrail }", EVENT, true],
  ['{$.eventType="UpdateTrail"}', EVENT, true],
  ["{ $.sourceIPAddress != 123.123.* }", EVENT, true],
  ["{ $.sourceIPAddress != 111.111.* }", EVENT, false],
  ['{ $.arrayKey[0] = "value" }', EVENT, true],
  ['{ $.arrayKey[1] = "value" }', EVENT, false],
  ['{ $.arrayKey[7] = "value" }', EVENT, false],
  ["{ $.objectList[1].id = 2 }", EVENT, true],
  ["{ $.objectList[0].id = 2 }", EVENT, false],
  ["{ $.objectList[*].id = 2 }", EVENT, true],
  ["{ $.objectList[*].id = 9 }", EVENT, false],
  ["{ $['dotted.key'] = dotted }", EVENT, true],
  ["{ $.eventType = *Trail }", EVENT, true],
  ['{ $.eventType = "Update*" }', EVENT, true],
  ["{ $.eventType = *dateT* }", EVENT, true],
  ["{ $.eventType = Up*ail }", EVENT, false],
  ["{ $.a = Ev*ent }", '{"a":"Ev*ent"}', true],
  ["{ $.eventType = * }", EVENT, true],
  ["{ $.missing = * }", EVENT, false],
  ['{ $.missing != "x" }', EVENT, false],
  ["{ $.eventType = %^Update% }", EVENT, true],
  ["{ $.sourceIPAddress != %^111% }", EVENT, false],
  // JSON: other values.
  ["{ $.SomeObject IS NULL }", EVENT, true],
  ["{ $.eventType IS NULL }", EVENT, false],
  ["{ $.missing IS NULL }", EVENT, false],
  ["{ $.SomeOtherObject NOT EXISTS }", EVENT, true],
  ["{ $.SomeObject NOT EXISTS }", EVENT, false],
  ["{ $.SomeObject EXISTS }", EVENT, true],
  ["{ $.toString EXISTS }", EVENT, false],
  ["{ $.ThisFlag IS TRUE }", EVENT, true],
  ["{ $.ThisFlag IS FALSE }", EVENT, false],
  ["{ $.ThatFlag IS FALSE }", EVENT, true],
  ["{ $.Users = 1 }", EVENT, false],
  ["{ $.Users != 1 }", EVENT, false],
  // JSON: numbers.
  ["{ $.latency >= 500 }", NUMERIC, true],
  ["{ $.latency > 500 }", NUMERIC, false],
  ["{ $.latency < +1000 }", NUMERIC, true],
  ["{ $.latency > +1000 }", NUMERIC, false],
  ["{ $.numbers[0] < 10e3 }", NUMERIC, true],
  ["{ $.numbers[0] < 10e-3 }", NUMERIC, true],
  ["{ $.numbers[0] = 1e-3 }", NUMERIC, true],
  ["{ $.numbers[1] != 1e+3 }", NUMERIC, false],
  ["{ $.processes[4].averageRuntime <= 55.5 }", NUMERIC, true],
  ["{ $.errorCode = 400 }", NUMERIC, true],
  ["{ $.errorCode != 500 }", NUMERIC, true],
  ["{ $.errorCode != 400 }", NUMERIC, false],
  ["{ $.errorCode = 4* }", NUMERIC, true],
  ["{ $.negative < -2 }", NUMERIC, true],
  ["{ $.textCode > 1 }", NUMERIC, false],
  // JSON: several conditions.
  ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', COMPOUND, true],
  ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', COMPOUND, false],
  [
    '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }',
    COMPOUND,
    true,
  ],
  [
    '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }',
    COMPOUND,
    false,
  ],
  ["{$.foo = bar || $.foo = baz }", '{"foo": "baz"}', true],
  ["{$.foo = bar}", '{"foo": "baz"}', false],
  // JSON: what is not JSON.
  ['{ $.eventType = "UpdateTrail" }', "UpdateTrail", false],
  ['{ $.eventType = "UpdateTrail" }', INVALID_JSON, false],
  ["{ $.a NOT EXISTS }", "no document", false],
  ["{ $.a = 1 }", '{"a":1}\n', true],
  // Space-delimited.
  ["[ip, user, username, timestamp, request, status_code, bytes]", ACCESS_OK, true],
  ["[ip, user, username, timestamp, request, status_code]", ACCESS_OK, false],
  ["[..., status_code, bytes]", ACCESS_OK, true],
  ["[ip, user, ..., status_code, bytes]", ACCESS_OK, true],
  ["[ip, user, ...]", ACCESS_OK, true],
  ["[a, b, c, d, e, f, g, h, ...]", ACCESS_OK, false],
  ["[ip, user, username, timestamp, request, status_code, bytes > 1000]", ACCESS_OK, true],
  ["[ip, user, username, timestamp, request, status_code, bytes > 2000]", ACCESS_OK, false],
  ["[ip, user, username, timestamp, request, status_code = 200, bytes]", ACCESS_OK, true],
  ["[ip, user, username, timestamp, request, status_code = 200, bytes]", ACCESS_500, false],
  ["[ip, user, username, timestamp, request, status_code = 4*, bytes]", ACCESS_404, true],
  ["[ip, user, username, timestamp, request, status_code = 4*, bytes]", ACCESS_500, false],
  ["[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]", ACCESS_404, true],
  ["[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]", ACCESS_OK, false],
  ["[ip, user, username, timestamp, request, status_code = 4* && status_code != 403, bytes]", ACCESS_404, true],
  ["[ip, user, username, timestamp, request, status_code = 4* && status_code != 404, bytes]", ACCESS_404, false],
  ["[..., request=*.html*, status_code=4*,]", ACCESS_404, true],
  ["[..., status_code=%4[0-9]{2}%, bytes]", ACCESS_404, true],
  ['[..., request="GET /index.html HTTP/1.0", status, bytes]', ACCESS_404, true],
  ["[ip=127.0.0.1, ...]", ACCESS_OK, true],
  ["[w1=ERROR, w2]", "ERROR message", true],
  ["[w1=ERROR, w2]", "ERROR WARN message", false],
  ["[w1=ERROR || w1=WARN, w2]", "WARN message", true],
  ["[w1=ERROR || w1=WARN, w2]", "INFO message", false],
  ["[w1!=ERROR&&w1!=WARN, w2]", "INFO message", true],
  ["[w1=!ERROR&&w1=!WARN, w2]", "ERROR message", false],
  ["[level, text, n >= 2.5]", "INFO x 2.50", true],
  ["[level, text, n >= 2.5]", "INFO x many", false],
  ["[a]", 'unclosed"', true],
];

for (const [pattern, message, matches] of CASES) {
  test(`${pattern} ${matches ? "matches" : "does not match"} ${message}`, () => {
    assert.equal(compileFilterPattern(pattern)(message), matches);
  });
}

const INVALID: readonly (readonly [pattern: string, message: string])[] = [
  ['""', `Invalid filter pattern: Invalid character(s) in term '""'`],
  ['"', `Invalid filter pattern: Invalid character(s) in term '"'`],
  ['"open', `Invalid filter pattern: Invalid character(s) in term '"'`],
  ["user@example.com", "Invalid filter pattern: Invalid character(s) in term 'user@example.com'"],
  ["a.b", "Invalid filter pattern: Invalid character(s) in term 'a.b'"],
  ["“quoted“", "Invalid filter pattern: Invalid character(s) in term '“quoted“'"],
  ["ERROR -", "Invalid filter pattern: Invalid character(s) in term '-'"],
  ["{ $.a = 1", "Invalid filter pattern: If a filter pattern starts with '{' it must end with '}'"],
  ["[a, b", "Invalid filter pattern: If a filter pattern starts with '[' it must end with ']'"],
  ["{}", "Invalid filter pattern"],
  ["{ $.a }", "Invalid filter pattern"],
  ["{ $.a = }", "Invalid filter pattern"],
  ["{ a = 1 }", "Invalid filter pattern"],
  ["{ $.a = 1 && }", "Invalid filter pattern"],
  ["{ ($.a = 1 }", "Invalid filter pattern"],
  ["{ $.a = 1 $.b = 2 }", "Invalid filter pattern"],
  ["{ $.a IS 1 }", "Invalid filter pattern"],
  ["{ $.a NOT NULL }", "Invalid filter pattern"],
  ["{ $.a > x }", "Invalid filter pattern"],
  ["{ $.a = me@x }", "Invalid filter pattern: Invalid character(s) in term 'me@x'"],
  ["{ $ = 1 }", "Invalid filter pattern: Invalid character(s) in term '$'"],
  ["[a, ..., b, ...]", "Invalid filter pattern"],
  ["[a = 4* && b > 1000]", "Invalid filter pattern"],
  ["[a =]", "Invalid filter pattern"],
  ["%something!%", "Invalid filter pattern: Invalid character(s) in term '%something!%'"],
  ["%(group)%", "Invalid filter pattern: Invalid character(s) in term '%(group)%'"],
  ["%[a%", "Invalid filter pattern: Invalid character(s) in term '%[a%'"],
  ["%*a%", "Invalid filter pattern: Invalid character(s) in term '%*a%'"],
  ["%a%%", "Invalid filter pattern: Invalid character(s) in term '%'"],
  ["%a{500}b{500}%", "Invalid filter pattern: the regular expression is too large"],
];

for (const [pattern, message] of INVALID) {
  test(`${pattern} is refused`, () => {
    assert.throws(() => compileFilterPattern(pattern), { name: FilterPatternError.name, message });
  });
}

test("a regular expression that makes backtracking matchers hang is answered", () => {
  const matches = compileFilterPattern(`%${"a*".repeat(200)}b%`);
  assert.equal(matches("a".repeat(20_000)), false);
});

test("deep parentheses do not overflow the stack", () => {
  const depth = 500;
  const matches = compileFilterPattern(`{ ${"(".repeat(depth)}$.a = 1${")".repeat(depth)} }`);
  assert.equal(matches('{"a":1}'), true);
});
