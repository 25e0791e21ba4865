import type { FilterScope } from "../filter-scope.ts";

interface RefusedPolicy {
  readonly policy: string;
  readonly scope?: FilterScope;
  /** What AWS says behind `FilterPolicy: `; as of its recorded answers where they are exact to the column. */
  readonly message: string | RegExp;
}

const at = (reason: string, policy: string, column: number): RefusedPolicy => ({
  policy,
  message: `${reason}\n at [Source: (String)"${policy}"; line: 1, column: ${column}]`,
});
const values = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));
const VALUE = "Match value must be String, number, true, false, or null";
const TOO_COMPLEX = "Filter policy is too complex";
const TOO_MANY_KEYS = "Filter policy can not have more than 5 keys";

export const REFUSED_POLICIES: readonly RefusedPolicy[] = [
  at('"key_a" must be an object or an array', '{"key_a":"value_one"}', 11),
  at(VALUE, '{"key":[["value"]]}', 10),
  at("Unrecognized match type wrong-operator", '{"key":[{"wrong-operator":true}]}', 31),
  at("Only one key allowed in match expression", '{"key":[{"suffix":"value","prefix":"value2"}]}', 37),
  at("suffix match pattern must be a string", '{"key":[{"suffix":100}]}', 22),
  at("suffix match pattern must be a string", '{"key":[{"suffix":null}]}', 23),
  at("suffix match pattern must be a string", '{"key":[{"suffix":[]}]}', 20),
  at("suffix match pattern must be a string", '{"key":[{"suffix":["test","test2"]}]}', 20),
  at("Invalid member in numeric match: ]", '{"key":[{"numeric":[]}]}', 22),
  at("Unrecognized numeric range operator: operator", '{"key":[{"numeric":["operator"]}]}', 32),
  at("Invalid member in numeric match: 1", '{"key":[{"numeric":[1,"<="]}]}', 22),
  at("Value of equals must be numeric", '{"key":[{"numeric":["=","000"]}]}', 26),
  at("Value of >= must be numeric", '{"key":[{"numeric":[">="]}]}', 26),
  at("Too many elements in numeric expression", '{"key":[{"numeric":["<",100,">",10]}]}', 30),
  at("Bad numeric range operator: >", '{"key":[{"numeric":[">=",1,">",2]}]}', 31),
  at("Bottom must be less than top", '{"key":[{"numeric":[">",3,"<",1]}]}', 33),
  at("Value of <= must be numeric", '{"key":[{"numeric":[">",20,"<="]}]}', 33),
  at("Bad value in numeric range: 30", '{"key":[{"numeric":[">",20,30]}]}', 30),
  at("Bad numeric range operator: test", '{"key":[{"numeric":[">",20,"test"]}]}', 34),
  at("Value of > must be numeric", '{"key":[{"numeric":[">","20","<","30"]}]}', 26),
  at("Value of < must be numeric", '{"key":[{"numeric":[">",20,"<","30"]}]}', 33),
  at("Too many terms in numeric range expression", '{"key":[{"numeric":[">",20,"<",30,"<",50]}]}', 36),
  at("exists match pattern must be either true or false.", '{"key":[{"exists":null}]}', 23),
  at("exists match pattern must be either true or false.", '{"key":[{"exists":"no"}]}', 20),
  { policy: '{"key":[]}', message: /^Empty arrays are not allowed/ },
  { policy: '{"key":[{"cidr":"10.0.0.0"}]}', message: /^Malformed CIDR, one '\/' required/ },
  { policy: '{"key":[{"cidr":"10.0.0.0/x"}]}', message: /^Malformed CIDR, mask bits must be an integer/ },
  { policy: '{"key":[{"cidr":"nowhere/8"}]}', message: /^Nonstandard IP address: nowhere/ },
  { policy: '{"key":[{"cidr":5}]}', message: /^prefix match pattern must be a string/ },
  { policy: '{"key":[{"anything-but":{"numeric":["=",1]}}]}', message: /^Unsupported anything-but pattern: numeric/ },
  { policy: '{"key":{"nested":["x"]}}', message: /^Filter policy scope MessageAttributes does not support nested/ },
  { policy: '{"$or":[{"a":{"b":["x"]}},{"c":["x"]}]}', message: /^Filter policy scope MessageAttributes does not/ },
  { policy: '{invalid: "json"}', message: /^failed to parse JSON\. Unexpected character \('i' \(code 105\)\)/ },
  { policy: "[]", message: "Filter policy must be a JSON object" },
  { policy: '"text"', message: "Filter policy must be a JSON object" },
  { policy: JSON.stringify(Object.fromEntries(values(6).map((name) => [name, ["x"]]))), message: TOO_MANY_KEYS },
  { policy: JSON.stringify({ a: values(151) }), message: TOO_COMPLEX },
  { policy: JSON.stringify({ a: values(16), b: values(10) }), message: TOO_COMPLEX },
  { policy: JSON.stringify({ a: { b: { c: values(10) } }, d: values(6) }), scope: "MessageBody", message: TOO_COMPLEX },
  {
    policy: JSON.stringify({ source: values(10), $or: [{ a: values(10) }, { b: values(6) }] }),
    message: TOO_COMPLEX,
  },
  { policy: JSON.stringify({ a: [{ prefix: "x".repeat(262_144) }] }), message: "Filter policy is too large" },
];
