import { type AccessKeys, InvalidAccessKey } from "../../access/index.ts";
import { type AdminRoute, json, problem } from "./admin-route.ts";

/** Access keys for `--auth sigv4`: made, listed and made void by who may read the data folder. */
export function keyRoutes(keys: AccessKeys, accountId: string): readonly AdminRoute[] {
  return [
    {
      method: "POST",
      path: "/_hearth/keys",
      guarded: true,
      answer: async ({ body }) => {
        try {
          return json(await keys.create({ accountId, ...userIn(body) }), 201);
        } catch (error) {
          if (error instanceof InvalidAccessKey) return problem(400, "InvalidKey", error.message);
          throw error;
        }
      },
    },
    {
      method: "GET",
      path: "/_hearth/keys",
      guarded: true,
      answer: async () => {
        const found = await keys.list();
        return json(found.map(({ createdMs, ...key }) => ({ ...key, createdAt: new Date(createdMs).toISOString() })));
      },
    },
    {
      method: "DELETE",
      path: "/_hearth/keys/:id",
      guarded: true,
      answer: async ({ parameter }) =>
        (await keys.remove(parameter))
          ? json({ removed: parameter })
          : problem(404, "NoSuchKey", `there is no access key ${parameter}; see: hearth keys list`),
    },
  ];
}

function userIn(body: unknown): { userName?: string } {
  if (typeof body !== "object" || body === null || !("userName" in body) || body.userName === undefined) return {};
  if (typeof body.userName !== "string") throw new InvalidAccessKey("userName must be a text");
  return { userName: body.userName };
}
