import assert from "node:assert/strict";
import { test } from "node:test";
import { availabilityZoneId } from "./availability-zone.ts";

for (const [region, zone] of [
  ["us-east-1", "use1-az1"],
  ["us-gov-west-1", "usgw1-az1"],
  ["eu-central-1", "euc1-az1"],
  ["ap-northeast-1", "apne1-az1"],
  ["ap-southeast-2", "apse2-az1"],
  ["me-south-1", "mes1-az1"],
] as const)
  test(`the zone of ${region} is ${zone}`, () => assert.equal(availabilityZoneId(region), zone));
