"use strict";

/** Header values are text of the function's making; a line break in one would start a new header. */
function headerValue(text) {
  return text.replace(/[^\x20-\x7e]/g, (character) =>
    character === "\t" ? " " : encodeURIComponent(character.toWellFormed()),
  );
}

module.exports = { headerValue };
