import assert from "node:assert/strict";
import { it } from "node:test";
import type { TargetRecord } from "../directory/rule-record.ts";
import { compileTargetInput } from "./target-input.ts";

const EVENT =
  '{"version":"0","id":"7bf73129","detail-type":"EC2 Instance State-change Notification","source":"aws.ec2",' +
  '"account":"123456789012","time":"2015-11-11T21:29:54Z","region":"us-east-1",' +
  '"resources":["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],' +
  '"detail":{"instance-id":"i-0123456789","state":"RUNNING","count":5,"big":12345678901234567890,"ratio":1.0,' +
  '"on":true,"none":null,"text":"say \\"hi\\"\\nnow","list":[{"n":"a"},{"n":"b"}],"tags":["x","y"],"a/b":"slash"}}';

const CONTEXT = {
  eventJson: EVENT,
  ruleArn: "arn:aws:events:us-east-1:123456789012:rule/example",
  ruleName: "example",
  ingestedAtMs: Date.parse("2015-11-11T21:30:00.123Z"),
};

const BARE: TargetRecord = {
  id: "1",
  arn: "arn:aws:sqs:us-east-1:123456789012:queue",
  input: null,
  inputPath: null,
  transformer: null,
  messageGroupId: null,
  deadLetterArn: null,
  retriesMax: null,
  eventAgeMaxS: null,
  stored: {},
};

function inputOf(settings: Partial<TargetRecord>): string {
  return compileTargetInput({ ...BARE, ...settings })(CONTEXT);
}

it("a target is sent the event as it is unless it wants something else", () => assert.equal(inputOf({}), EVENT));

it("constant input says nothing of the event", () => assert.equal(inputOf({ input: '{ "a": 1 }' }), '{ "a": 1 }'));

const PATHS: readonly (readonly [path: string, expected: string])[] = [
  ["$", EVENT],
  ["$.detail.state", '"RUNNING"'],
  ["$.detail.instance-id", '"i-0123456789"'],
  ["$.detail-type", '"EC2 Instance State-change Notification"'],
  ["$.detail['state']", '"RUNNING"'],
  ['$["detail"]["state"]', '"RUNNING"'],
  ["$.resources", '["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"]'],
  ["$.resources[0]", '"arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"'],
  ["$.detail.list[*].n", '["a","b"]'],
  ["$.detail.list[1]", '{"n":"b"}'],
  ["$.detail.tags.*", '["x","y"]'],
  ["$.detail.a/b", '"slash"'],
  ["$.detail.count", "5"],
  ["$.detail.big", "12345678901234567890"],
  ["$.detail.ratio", "1.0"],
  ["$.detail.on", "true"],
  ["$.detail.missing", "{}"],
  ["$.detail.state.deeper", "{}"],
  ["$.resources[7]", "{}"],
  ["$.constructor", "{}"],
];

for (const [inputPath, expected] of PATHS)
  it(`${inputPath} is ${expected.slice(0, 60)}`, () => assert.equal(inputOf({ inputPath }), expected));

const VARIABLES = {
  timestamp: "$.time",
  instance: "$.detail.instance-id",
  state: "$.detail.state",
  count: "$.detail.count",
  big: "$.detail.big",
  on: "$.detail.on",
  none: "$.detail.none",
  text: "$.detail.text",
  list: "$.detail.list",
  tags: "$.detail.tags",
  missing: "$.detail.missing",
};

const TEMPLATES: readonly (readonly [template: string, expected: string])[] = [
  // The examples of the user guide.
  ['"instance <instance> is in <state>"', '"instance i-0123456789 is in RUNNING"'],
  ['"instance \\"<instance>\\" is in <state>"', '"instance \\"i-0123456789\\" is in RUNNING"'],
  ['{\n "instance" : <instance>,\n "state": <state>\n}', '{"instance":"i-0123456789","state":"RUNNING"}'],
  [
    '{"instance": <instance>, "state": "<state>", "instanceStatus": "instance \\"<instance>\\" is in <state>"}',
    '{"instance":"i-0123456789","state":"RUNNING","instanceStatus":"instance \\"i-0123456789\\" is in RUNNING"}',
  ],
  [
    '{"instance" : <instance>, "state": [ 9, <state>, true ], "Transformed" : "Yes"}',
    '{"instance":"i-0123456789","state":[9,"RUNNING",true],"Transformed":"Yes"}',
  ],
  [
    '{"ruleArn" : <aws.events.rule-arn>, "ruleName" : <aws.events.rule-name>, "at": <aws.events.event.ingestion-time>}',
    '{"ruleArn":"arn:aws:events:us-east-1:123456789012:rule/example","ruleName":"example","at":"2015-11-11T21:30:00Z"}',
  ],
  ['"<aws.events.rule-name> triggered"', '"example triggered"'],
  ['{"timestamp" : <timestamp>}', '{"timestamp":"2015-11-11T21:29:54Z"}'],
  // Every kind of value, outside strings and inside.
  ["<count>", "5"],
  ["<big>", "12345678901234567890"],
  ['{"a":<big>}', '{"a":12345678901234567890}'],
  ['"<count>, <on>, <none>"', '"5, true, null"'],
  ['{"list":<list>,"tags":<tags>}', '{"list":[{"n":"a"},{"n":"b"}],"tags":["x","y"]}'],
  ['{"list":"<list>","tags":"<tags>"}', '{"list":"[{n:a},{n:b}]","tags":"[x,y]"}'],
  // What is not in the event is empty.
  ['{"a":<missing>,"b":"<missing>"}', '{"a":"","b":""}'],
  ['"detail <missing>"', '"detail "'],
  // Text that would break a string is escaped.
  ['{"text":<text>}', '{"text":"say \\"hi\\"\\nnow"}'],
  ['{"text":"it says <text>"}', '{"text":"it says say \\"hi\\"\\nnow"}'],
  // What is no JSON stays as it is.
  ['"line <instance>"\n"line <state>"', '"line i-0123456789"\n"line RUNNING"'],
  ["<instance> is <state>", '"i-0123456789" is "RUNNING"'],
  // No variables.
  ['"{[/ < a > <> x"', '"{[/ < a > <> x"'],
  ['{ "constant" : [ 1 , 2 ] }', '{"constant":[1,2]}'],
];

for (const [template, expected] of TEMPLATES)
  it(`${template} gives ${expected}`, () =>
    assert.equal(inputOf({ transformer: { paths: VARIABLES, template } }), expected));

it("the whole event, with its detail and without", () => {
  const template = '{"original": <aws.events.event>, "json": <aws.events.event.json>}';
  const result = inputOf({ transformer: { paths: {}, template } });
  const original =
    '{"id":"7bf73129","account":"123456789012","detailType":"EC2 Instance State-change Notification",' +
    '"time":"2015-11-11T21:29:54Z","source":"aws.ec2","region":"us-east-1",' +
    '"resources":["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],"version":"0"}';
  assert.equal(result, `{"original":${original},"json":${EVENT}}`);
});
