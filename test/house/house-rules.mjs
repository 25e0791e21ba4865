const AMBIENT = new Set(["setTimeout", "setInterval", "setImmediate"]);
const noAmbientTime = {
  create: (context) => ({
    CallExpression(node) {
      const c = node.callee;
      if (c.type === "Identifier" && AMBIENT.has(c.name))
        context.report({ node, message: `Use the injected Clock instead of ${c.name}.` });
      if (c.type === "MemberExpression" && c.object.name === "Date" && c.property.name === "now")
        context.report({ node, message: "Use the injected Clock instead of Date.now()." });
      if (c.type === "MemberExpression" && c.object.name === "Math" && c.property.name === "random")
        context.report({ node, message: "Use the injected Random instead of Math.random()." });
    },
  }),
};
export default { meta: { name: "house" }, rules: { "no-ambient-time": noAmbientTime } };
