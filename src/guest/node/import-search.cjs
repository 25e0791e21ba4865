"use strict";
// Lets `import` find packages in the folders of NODE_PATH, where layers are, as AWS's runtimes do since nodejs18.x;
// Node.js itself looks there for `require` alone.
const fs = require("node:fs");
const path = require("node:path");

/** The folders of packages that exist. */
function packageFolders(nodePath) {
  return nodePath
    .split(path.delimiter)
    .filter((folder) => path.basename(folder) === "node_modules" && fs.existsSync(folder));
}

/** Loads and costs nothing where there are no such folders: in functions without layers. */
function searchNodePathForImports() {
  const folders = packageFolders(process.env.NODE_PATH ?? "");
  if (folders.length > 0) require("./import-hooks.cjs").searchAlso(folders);
}

module.exports = { searchNodePathForImports };
