import { type Bring, conflict, denied, type ErrorRow, invalid, notFound, type Outcome, row } from "./error-row.ts";
import type { Account } from "./lambda-fixture.ts";

const provisionedNotFound: Outcome = [404, "ProvisionedConcurrencyConfigNotFoundException"];
const WHOLE =
  "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.";
const UNPUBLISHED = "The function resource provided must be an alias or a published version.";

let functions = 0;

/** Makes a function with two versions, an alias of the first, and one that splits its requests; then acts with its name. */
function withVersions(act: (account: Account, name: string) => ReturnType<Bring>): Bring {
  return async (account) => {
    const name = `versioned-${(functions += 1)}`;
    await account.createActive(name);
    await account.call("PublishVersion", { FunctionName: name });
    await account.call("UpdateFunctionConfiguration", { FunctionName: name, Description: "second" });
    await account.settled(name);
    await account.call("PublishVersion", { FunctionName: name });
    const AdditionalVersionWeights = { 2: 0.5 };
    await account.call("CreateAlias", { FunctionName: name, Name: "live", FunctionVersion: "1" });
    await account.call("CreateAlias", { FunctionName: name, Name: "newest", FunctionVersion: "$LATEST" });
    const split = { FunctionName: name, Name: "split", FunctionVersion: "1" };
    await account.call("CreateAlias", { ...split, RoutingConfig: { AdditionalVersionWeights } });
    try {
      return await act(account, name);
    } finally {
      await account.call("DeleteFunction", { FunctionName: name });
    }
  };
}

function reserving(FunctionName: string, ReservedConcurrentExecutions: number): Bring {
  return (account) => account.failure("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions });
}

/** Provisions so much for a version or alias of a function with two versions, after what is `first` provisioned. */
function provisioning(
  Qualifier: string,
  ProvisionedConcurrentExecutions: number,
  first: Readonly<Record<string, number>> = {},
  reserved?: number,
): Bring {
  return withVersions(async (account, FunctionName) => {
    for (const [qualifier, count] of Object.entries(first))
      await account.call("PutProvisionedConcurrencyConfig", {
        FunctionName,
        Qualifier: qualifier,
        ProvisionedConcurrentExecutions: count,
      });
    if (reserved !== undefined)
      await account.call("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: reserved });
    const input = { FunctionName, Qualifier, ProvisionedConcurrentExecutions };
    return account.failure("PutProvisionedConcurrencyConfig", input);
  });
}

type Provisioned = "Get" | "Delete";

function naming(operation: Provisioned, FunctionName: string, Qualifier: string): Bring {
  return (account) => account.failure(`${operation}ProvisionedConcurrencyConfig`, { FunctionName, Qualifier });
}

export const CONCURRENCY_ERRORS: readonly ErrorRow[] = [
  row("function-not-found", notFound, "Function not found: ARN:nowhere:$LATEST", reserving("nowhere", 1)),
  row("function-not-found", notFound, "Function not found: ARN:nowhere:$LATEST", reserving("nowhere", 9_999)),
  row("no-qualifier-here", invalid, WHOLE, reserving("f:$LATEST", 1)),
  row(
    "reserves-too-much",
    invalid,
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    reserving("f", 901),
  ),
  row(
    "reserves-too-little",
    invalid,
    " ReservedConcurrentExecutions  4 should not be lower than function's total provisioned concurrency [5].",
    withVersions(async (account, FunctionName) => {
      for (const [Qualifier, ProvisionedConcurrentExecutions] of [["1", 2] as const, ["2", 3] as const])
        await account.call("PutProvisionedConcurrencyConfig", {
          FunctionName,
          Qualifier,
          ProvisionedConcurrentExecutions,
        });
      return reserving(FunctionName, 4)(account);
    }),
  ),
  row(
    "provisions-unpublished",
    invalid,
    "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
    provisioning("$LATEST", 1),
  ),
  row(
    "provisions-unpublished",
    invalid,
    "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
    provisioning("newest", 1),
  ),
  row(
    "provisions-routed-alias",
    invalid,
    "Invalid alias configuration for Provisioned Concurrency",
    provisioning("split", 1),
  ),
  row(
    "provisions-more-than-reserved",
    invalid,
    "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
    provisioning("2", 2, { live: 1 }, 2),
  ),
  row(
    "provisions-more-than-unreserved",
    invalid,
    "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [1000].",
    provisioning("1", 1_001),
  ),
  row(
    "provisions-more-than-unreserved",
    invalid,
    "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [200].",
    provisioning("1", 201, { 2: 800 }),
  ),
  row(
    "provisions-too-much",
    invalid,
    "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    provisioning("1", 901),
  ),
  row(
    "alias-of-provisioned-version",
    conflict,
    "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    provisioning("live", 1, { 1: 1 }),
  ),
  row(
    "version-of-provisioned-alias",
    conflict,
    "Version is pointed by a Provisioned Concurrency alias",
    provisioning("1", 1, { live: 1 }),
  ),
  row(
    "alias-not-found",
    notFound,
    "Cannot find alias arn: ARN:f:nobody",
    withVersions((account) =>
      account.failure("PutProvisionedConcurrencyConfig", {
        FunctionName: "f",
        Qualifier: "nobody",
        ProvisionedConcurrentExecutions: 1,
      }),
    ),
  ),
  row(
    "not-in-state",
    conflict,
    "The operation cannot be performed at this time. The function is currently in the following state: Pending",
    async (account) => {
      await account.create("pending-version", { Publish: true });
      const version = { FunctionName: "pending-version", Qualifier: "1" };
      const error = await account.failure("PutProvisionedConcurrencyConfig", {
        ...version,
        ProvisionedConcurrentExecutions: 1,
      });
      await account.call("DeleteFunction", { FunctionName: "pending-version" });
      return error;
    },
  ),
  ...(["Get", "Delete"] as const).flatMap((operation) => [
    row("provisioned-unpublished", invalid, UNPUBLISHED, naming(operation, "f", "$LATEST")),
    row("alias-not-found", notFound, "Cannot find alias arn: ARN:f:nobody", naming(operation, "f", "nobody")),
    row("alias-not-found", notFound, "Cannot find alias arn: ARN:nowhere:x", naming(operation, "nowhere", "x")),
    row("function-not-found", notFound, "Function not found: ARN:f:10000", naming(operation, "f", "10000")),
  ]),
  row(
    "not-provisioned",
    provisionedNotFound,
    "No Provisioned Concurrency Config found for this function",
    withVersions((account, name) => naming("Get", name, "1")(account)),
  ),
  row("function-not-found", notFound, "Function not found: ARN:nowhere", (account) =>
    account.failure("ListProvisionedConcurrencyConfigs", { FunctionName: "nowhere" }),
  ),
  ...(["Put", "Get"] as const).map((operation) =>
    row(
      "no-capacity-provider",
      denied,
      "The function provided by the arn does not contain a capacity provider configuration",
      withVersions((account, FunctionName) =>
        account.failure(`${operation}FunctionScalingConfig`, { FunctionName, Qualifier: "1" }),
      ),
    ),
  ),
];
