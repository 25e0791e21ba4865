import type { PolicyDocument, PolicyMatch, PolicyStatement } from "./policy-document.ts";

/** The JSON text of a policy, with its members in the order in which the service writes them. */
export function renderPolicy({ version, id, statements }: PolicyDocument): string {
  return JSON.stringify({
    Version: version,
    ...(id === null ? {} : { Id: id }),
    Statement: statements.map(statementJson),
  });
}

/** The JSON text of one statement, as AddPermission and AddLayerVersionPermission answer it. */
export function renderStatement(statement: PolicyStatement): string {
  return JSON.stringify(statementJson(statement));
}

function statementJson(statement: PolicyStatement): object {
  const { sid, effect, principals, actions, resources, conditions } = statement;
  return {
    ...(sid === null ? {} : { Sid: sid }),
    Effect: effect,
    [principals.not ? "NotPrincipal" : "Principal"]: principals.who,
    ...matchJson("Action", actions),
    ...matchJson("Resource", resources),
    ...(conditions === null ? {} : { Condition: conditions }),
  };
}

function matchJson(member: string, { not, patterns }: PolicyMatch): object {
  return { [not ? `Not${member}` : member]: patterns };
}
