"use strict";
// What a waiting runtime loads in place of a function's handler, to have done it once.

exports.handler = async () => undefined;
