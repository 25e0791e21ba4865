import type { MatchCase } from "./match-cases.ts";

const EC2 = {
  version: "0",
  id: "ddddd4-aaaa-7777-4444-345dd43cc333",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  account: "012345679012",
  time: "2017-10-02T16:24:49Z",
  region: "us-east-1",
  resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-000000aaaaaa00000"],
  detail: {
    "c-count": 5,
    "d-count": 3,
    "x-limit": 301.8,
    "source-ip": "10.0.0.33",
    "instance-id": "i-000000aaaaaa00000",
    state: "running",
  },
};

/** From the documentation of the pattern language (Amazon EventBridge user guide; README of Event Ruler). */
export const DOCUMENTED: readonly MatchCase[] = [
  [{ source: ["aws.ec2"] }, [EC2], [{ source: "aws.s3" }, {}]],
  [
    { "detail-type": ["EC2 Instance State-change Notification"], detail: { state: ["initializing", "running"] } },
    [EC2],
    [],
  ],
  [{ resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-000000aaaaaa00000"] }, [EC2], [{ resources: [] }]],
  [{ time: [{ prefix: "2017-10-02" }] }, [EC2], [{ time: "2017-10-03" }]],
  [{ source: [{ suffix: "ec2" }] }, [EC2], [{ source: "ec2.aws" }]],
  [{ source: [{ "equals-ignore-case": "AWS.EC2" }] }, [EC2], [{ source: "ec2" }]],
  [{ source: [{ wildcard: "aws.*" }] }, [EC2], [{ source: "my.aws" }]],
  [
    { detail: { state: [{ "anything-but": "initializing" }] } },
    [EC2],
    [{ detail: { state: "initializing" } }, { detail: {} }],
  ],
  [{ detail: { "x-limit": [{ "anything-but": 123 }] } }, [EC2], [{ detail: { "x-limit": 123 } }]],
  [{ detail: { state: [{ "anything-but": ["stopped", "overloaded"] }] } }, [EC2], [{ detail: { state: "stopped" } }]],
  [{ detail: { "x-limit": [{ "anything-but": [100, 200, 300] }] } }, [EC2], [{ detail: { "x-limit": 200 } }]],
  [{ detail: { state: [{ "anything-but": { prefix: "init" } }] } }, [EC2], [{ detail: { state: "initializing" } }]],
  [
    {
      detail: {
        "c-count": [{ numeric: [">", 0, "<=", 5] }],
        "d-count": [{ numeric: ["<", 10] }],
        "x-limit": [{ numeric: ["=", 3.018e2] }],
      },
    },
    [EC2],
    [
      { detail: { "c-count": 0, "d-count": 3, "x-limit": 301.8 } },
      { detail: { "c-count": 5, "d-count": 10, "x-limit": 301.8 } },
    ],
  ],
  [{ detail: { "source-ip": [{ cidr: "10.0.0.0/24" }] } }, [EC2], [{ detail: { "source-ip": "10.0.1.33" } }]],
  [{ detail: { "c-count": [{ exists: true }] } }, [EC2], [{ detail: {} }, { detail: { "c-count": { c1: 100 } } }]],
  [
    { detail: { "c-count": [{ exists: false }] } },
    [{ detail: { state: "x" } }, { detail: { "c-count": { c1: 100 } } }, {}],
    [EC2],
  ],
  [
    {
      time: [{ prefix: "2017-10-02" }],
      detail: {
        state: [{ "anything-but": "initializing" }],
        "c-count": [{ numeric: [">", 0, "<=", 5] }],
        "d-count": [{ numeric: ["<", 10] }],
        "x-limit": [{ "anything-but": [100, 200, 300] }],
        "source-ip": [{ cidr: "10.0.0.0/8" }],
      },
    },
    [EC2],
    [
      { ...EC2, time: "2018" },
      { ...EC2, detail: { ...EC2.detail, "x-limit": 200 } },
    ],
  ],
  [
    {
      source: ["aws.cloudwatch"],
      $or: [{ metricName: ["CPUUtilization", "ReadLatency"] }, { namespace: ["AWS/EC2", "AWS/ES"] }],
    },
    [
      { source: "aws.cloudwatch", metricName: "ReadLatency" },
      { source: "aws.cloudwatch", namespace: "AWS/ES" },
    ],
    [{ source: "aws.cloudwatch" }, { source: "aws.ec2", metricName: "ReadLatency" }],
  ],
  [
    {
      $or: [{ metricName: ["CPUUtilization"] }, { namespace: ["AWS/EC2"] }],
      detail: { $or: [{ source: ["aws.cloudwatch"] }, { "detail-type": ["CloudWatch Alarm State Change"] }] },
    },
    [{ namespace: "AWS/EC2", detail: { source: "aws.cloudwatch" } }],
    [{ namespace: "AWS/EC2" }, { detail: { source: "aws.cloudwatch" } }],
  ],
  [
    {
      source: ["aws.cloudwatch"],
      $or: [
        { metricName: ["CPUUtilization", "ReadLatency"] },
        { metricType: ["MetricType"], namespace: ["AWS/EC2"], $or: [{ metricId: [1234] }, { spaceId: [1000] }] },
        { scope: ["Service"] },
      ],
    },
    [
      { source: "aws.cloudwatch", scope: "Service" },
      { source: "aws.cloudwatch", metricType: "MetricType", namespace: "AWS/EC2", spaceId: 1000 },
    ],
    [{ source: "aws.cloudwatch", metricType: "MetricType", namespace: "AWS/EC2" }],
  ],
  [
    { source: ["aws.s3"], detail: { object: { key: [{ wildcard: "dir/*.png" }] } } },
    [{ source: "aws.s3", detail: { object: { key: "dir/a/b.png" } } }],
    [{ source: "aws.s3", detail: { object: { key: "other/b.png" } } }],
  ],
  [
    { EventBusArn: [{ wildcard: "arn:aws:events:us-east-1:*:event-bus/*" }] },
    [{ EventBusArn: "arn:aws:events:us-east-1:1:event-bus/x" }],
    [{ EventBusArn: "arn:aws:events:us-west-2:1:event-bus/x" }],
  ],
  [
    { detail: { FileName: [{ suffix: { "equals-ignore-case": ".png" } }] } },
    [{ detail: { FileName: "a.PNG" } }],
    [{ detail: { FileName: "a.pngx" } }],
  ],
  [
    { detail: { service: [{ prefix: { "equals-ignore-case": "EventB" } }] } },
    [{ detail: { service: "EVENTBridge" } }],
    [{ detail: { service: "event" } }],
  ],
  [
    { detail: { FileName: [{ "anything-but": { suffix: ".png" } }] } },
    [{ detail: { FileName: "a.txt" } }],
    [{ detail: { FileName: "a.png" } }],
  ],
  [
    { detail: { FileName: [{ "anything-but": { suffix: [".txt", ".rtf"] } }] } },
    [{ detail: { FileName: "a.png" } }],
    [{ detail: { FileName: "a.rtf" } }],
  ],
  [
    { detail: { FilePath: [{ "anything-but": { wildcard: "*/lib/*" } }] } },
    [{ detail: { FilePath: "/bin/a" } }],
    [{ detail: { FilePath: "/lib/a" } }],
  ],
  [
    { detail: { FilePath: [{ "anything-but": { wildcard: ["*/lib/*", "*/bin/*"] } }] } },
    [{ detail: { FilePath: "/etc/a" } }],
    [{ detail: { FilePath: "/bin/a" } }],
  ],
  [
    { detail: { state: [{ "anything-but": { "equals-ignore-case": "initializing" } }] } },
    [EC2],
    [{ detail: { state: "INITIALIZING" } }],
  ],
  [
    { detail: { state: [{ "anything-but": { "equals-ignore-case": ["initializing", "stopped"] } }] } },
    [EC2],
    [{ detail: { state: "StoPPed" } }],
  ],
];
