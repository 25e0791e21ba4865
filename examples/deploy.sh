#!/usr/bin/env bash
# Packs one of the examples and creates it, or updates its code, with the plain AWS CLI.
# usage: examples/deploy.sh payment|order-validator|thumbnail
set -euo pipefail
name=${1:?usage: examples/deploy.sh payment|order-validator|thumbnail}
here=$(cd "$(dirname "$0")" && pwd)
aws=(${AWS:-aws} --endpoint-url "${HEARTH_ENDPOINT:-http://localhost:4566}")
export AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID:-test} AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY:-test}
export AWS_DEFAULT_REGION=${AWS_DEFAULT_REGION:-us-east-1} AWS_PAGER=

build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
cp -r "$here/$name/." "$build/"
case $name in
  payment) runtime=nodejs22.x handler=index.handler ;;
  order-validator)
    runtime=nodejs24.x handler=index.handler
    (cd "$build" && npm install --omit=dev --no-audit --no-fund --silent) ;;
  thumbnail)
    runtime=${PYTHON_RUNTIME:-$(python3 -c 'import sys; print(f"python{sys.version_info[0]}.{sys.version_info[1]}")')}
    handler=lambda_function.lambda_handler
    "${runtime%.x}" -m pip install --quiet --target "$build" --requirement "$build/requirements.txt" ;;
  *) echo "no such example: $name" >&2; exit 2 ;;
esac
(cd "$build" && zip -q -r "$build/function.zip" . -x function.zip event.json)

if "${aws[@]}" lambda get-function --function-name "$name" >/dev/null 2>&1; then
  "${aws[@]}" lambda update-function-code --function-name "$name" --zip-file "fileb://$build/function.zip" >/dev/null
  "${aws[@]}" lambda wait function-updated-v2 --function-name "$name"
else
  "${aws[@]}" lambda create-function --function-name "$name" --runtime "$runtime" --handler "$handler" \
    --role arn:aws:iam::000000000000:role/example --timeout 15 --memory-size 512 \
    --zip-file "fileb://$build/function.zip" >/dev/null
  "${aws[@]}" lambda wait function-active-v2 --function-name "$name"
fi
echo "$name is deployed"
