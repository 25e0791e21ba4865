import assert from "node:assert/strict";
import test from "node:test";
import { effectivePolicy, readSubscriptionPolicy, readTopicPolicy, retryPlan } from "./delivery-policy.ts";
import { MANAGED_RETRIES, retryDelayMs, totalDelayMs, type RetryPlan } from "./retry-plan.ts";

const subscription = (healthyRetryPolicy: object): string => JSON.stringify({ healthyRetryPolicy });

function delaysS(plan: RetryPlan): number[] {
  const delays: number[] = [];
  for (let retry = 0; ; retry += 1) {
    const delayMs = retryDelayMs(plan, retry, 0);
    if (delayMs === undefined) return delays;
    delays.push(Math.round(delayMs / 10) / 100);
  }
}

function planOf(policy: object): RetryPlan {
  return retryPlan(effectivePolicy(readTopicPolicy(undefined), readSubscriptionPolicy(subscription(policy))));
}

const SCHEDULES: readonly (readonly [string, object, readonly number[]])[] = [
  ["nothing said", {}, [20, 20, 20]],
  ["a count", { numRetries: 2 }, [20, 20]],
  ["none", { numRetries: 0 }, []],
  ["linear", { minDelayTarget: 1, maxDelayTarget: 5, numRetries: 5 }, [1, 2, 3, 4, 5]],
  [
    "exponential",
    { minDelayTarget: 1, maxDelayTarget: 16, numRetries: 5, backoffFunction: "exponential" },
    [1, 2, 4, 8, 16],
  ],
  [
    "arithmetic",
    { minDelayTarget: 0 + 1, maxDelayTarget: 11, numRetries: 5, backoffFunction: "arithmetic" },
    [1, 2, 4, 7, 11],
  ],
  [
    "all phases",
    {
      minDelayTarget: 2,
      maxDelayTarget: 10,
      numRetries: 9,
      numNoDelayRetries: 2,
      numMinDelayRetries: 2,
      numMaxDelayRetries: 2,
    },
    [0, 0, 2, 2, 2, 6, 10, 10, 10],
  ],
  ["a larger smallest delay", { minDelayTarget: 60 }, [60, 60, 60]],
];

for (const [name, policy, expected] of SCHEDULES)
  test(`retries: ${name}`, () => assert.deepEqual(delaysS(planOf(policy)), expected));

test("geometric delays stay within their ends and grow slower than exponential ones", () => {
  const form = { minDelayTarget: 1, maxDelayTarget: 100, numRetries: 8 };
  const geometric = delaysS(planOf({ ...form, backoffFunction: "geometric" }));
  const exponential = delaysS(planOf({ ...form, backoffFunction: "exponential" }));
  assert.equal(geometric[0], 1);
  assert.equal(geometric.at(-1), 100);
  assert.ok(geometric.slice(1, -1).every((delay, index) => delay > (exponential[index + 1] ?? 0)));
});

test("managed endpoints are tried 100,015 times over 23 days", () => {
  const { immediate, atMinimum, growing, atMaximum } = MANAGED_RETRIES;
  assert.equal(immediate + atMinimum + growing + atMaximum, 100_015);
  assert.equal(Math.floor(totalDelayMs(MANAGED_RETRIES) / 86_400_000), 23);
  assert.equal(retryDelayMs(MANAGED_RETRIES, 5, 0), 1_000);
  assert.equal(retryDelayMs(MANAGED_RETRIES, 14, 0), 20_000);
  assert.equal(retryDelayMs(MANAGED_RETRIES, 100_014, 0), 20_000);
  assert.equal(retryDelayMs(MANAGED_RETRIES, 100_015, 0), undefined);
});

test("chance takes at most a tenth of a delay", () => {
  assert.equal(retryDelayMs(MANAGED_RETRIES, 20, 0.999999), 18_000);
});

test("a topic's policy is the default of its subscriptions, and may forbid other ones", () => {
  const own = readSubscriptionPolicy(
    '{"healthyRetryPolicy":{"numRetries":7},"throttlePolicy":{"maxReceivesPerSecond":5}}',
  );
  const topic = {
    defaultHealthyRetryPolicy: { numRetries: 1 },
    defaultRequestPolicy: { headerContentType: "text/csv" },
  };
  const open = effectivePolicy(readTopicPolicy(JSON.stringify({ http: topic })), own);
  assert.equal(open.retries.numRetries, 7);
  assert.equal(open.receivesPerSecondMax, 5);
  assert.equal(open.contentType, "text/csv");
  const closed = JSON.stringify({ http: { ...topic, disableSubscriptionOverrides: true } });
  const forced = effectivePolicy(readTopicPolicy(closed), own);
  assert.equal(forced.retries.numRetries, 1);
  assert.equal(forced.receivesPerSecondMax, undefined);
});

const REFUSED: readonly (readonly [text: string, message: RegExp])[] = [
  ["{", /^failed to parse JSON/],
  ["[]", /^the policy must be a JSON object/],
  ['{"healthyRetryPolicy":5}', /^healthyRetryPolicy must be a JSON object/],
  ['{"retry":{}}', /^Unexpected JSON member: retry$/],
  [subscription({ numRetries: 101 }), /^healthyRetryPolicy\.numRetries must be less than or equal to 100$/],
  [subscription({ numRetries: -1 }), /^healthyRetryPolicy\.numRetries must be greater than or equal to 0$/],
  [subscription({ numRetries: 1.5 }), /^healthyRetryPolicy\.numRetries must be an integer$/],
  [subscription({ minDelayTarget: 0 }), /^healthyRetryPolicy\.minDelayTarget must be greater than or equal to 1$/],
  [subscription({ maxDelayTarget: 3601 }), /^healthyRetryPolicy\.maxDelayTarget must be less than or equal to 3600$/],
  [
    subscription({ minDelayTarget: 30, maxDelayTarget: 20 }),
    /^minDelayTarget must be less than or equal to maxDelayTarget$/,
  ],
  [subscription({ numNoDelayRetries: 4 }), /^numRetries must be greater than or equal to the sum/],
  [subscription({ backoffFunction: "steep" }), /^healthyRetryPolicy\.backoffFunction must be one of linear/],
  [subscription({ minDelayTarget: 3600, maxDelayTarget: 3600 }), /^the retries must not take more than 3600 seconds/],
  [
    '{"throttlePolicy":{"maxReceivesPerSecond":0}}',
    /^throttlePolicy\.maxReceivesPerSecond must be greater than or equal to 1/,
  ],
  ['{"requestPolicy":{"headerContentType":"image/png"}}', /^requestPolicy\.headerContentType must be one of/],
  ['{"guaranteed":"yes"}', /^guaranteed must be true or false/],
];

for (const [text, message] of REFUSED)
  test(`refuses ${text}`, () =>
    assert.throws(() => readSubscriptionPolicy(text), { name: "DeliveryPolicyError", message }));

test("a member of the one kind of policy is unknown to the other", () => {
  assert.throws(() => readTopicPolicy('{"throttlePolicy":{}}'), { message: "Unexpected JSON member: throttlePolicy" });
  assert.doesNotThrow(() => readSubscriptionPolicy('{"sicklyRetryPolicy":null,"guaranteed":false}'));
});
