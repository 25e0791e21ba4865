// Makes dist/, which is what gets published: the sources as JavaScript, and everything beside them that is read at run
// time (models, guest files, launcher sources).
import { execFileSync } from "node:child_process";
import { copyFileSync, globSync, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});

const assets = globSync("**/*", { cwd: join(root, "src") }).filter(
  // What was compiled here is of no use on another machine.
  (file) => !/\.(ts|node)$/.test(file) && statSync(join(root, "src", file)).isFile(),
);
for (const file of assets) {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  copyFileSync(join(root, "src", file), join(dist, file));
}
process.stdout.write(`dist/ is made, with ${assets.length} files beside the code\n`);
