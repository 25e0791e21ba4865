#!/bin/bash
# Wraps the managed runtime: the official client takes the place of the built-in one.
exec /var/lang/bin/node /var/task/node_modules/aws-lambda-ric/index.mjs "$_HANDLER"
