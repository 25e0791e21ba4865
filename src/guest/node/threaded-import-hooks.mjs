// What `import-hooks.cjs` does, for Node.js 20, where hooks run in a thread of their own and may wait.
import { isPackageMissing } from "./missing-package.cjs";

let parents = [];

export function initialize(given) {
  parents = given;
}

export async function resolve(specifier, context, nextResolve) {
  try {
    return await nextResolve(specifier, context);
  } catch (error) {
    if (!isPackageMissing(specifier, error)) throw error;
    for (const parentURL of parents) {
      try {
        return await nextResolve(specifier, { ...context, parentURL });
      } catch (other) {
        if (!isPackageMissing(specifier, other)) throw other;
      }
    }
    throw error;
  }
}
