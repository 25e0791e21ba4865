"use strict";

/** Whether an `import` failed because the package that it names is nowhere. Paths, URLs and `#imports` name none. */
function isPackageMissing(specifier, error) {
  return error?.code === "ERR_MODULE_NOT_FOUND" && !/^(?:[./#]|[a-z][a-z+.-]*:)/i.test(specifier);
}

module.exports = { isPackageMissing };
