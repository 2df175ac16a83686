#!/usr/bin/env bash
# Generates clients from the description that a running service gives, compiles them, calls every endpoint of
# spec/endpoints.yaml with each, and compares what they read with the JSON over HTTP. The service must run with
# DATA_API_ENDPOINTS=spec/endpoints.yaml,src/test/clients/orders.yaml.
# Usage: clients.sh [http://localhost:8001]
set -euo pipefail
service=${1:-http://localhost:8001}
here=$(cd "$(dirname "$0")" && pwd)
generator=7.25.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$here/../../.." && ./mvnw -B -ntp -q dependency:copy -DoutputDirectory="$work" \
  -Dartifact=org.openapitools:openapi-generator-cli:$generator)
cp "$here"/* "$work"
cd "$work"
echo '{"type": "module"}' >package.json
npm install --silent --no-audit --no-fund \
  node@22 typescript@5.9.3 @types/node@22 openapi-typescript@7.13.0 openapi-fetch@0.17.0

generate() {
  java -jar openapi-generator-cli-$generator.jar generate --input-spec "$service/v3/api-docs" "$@" >generate.log 2>&1 ||
    { cat generate.log; exit 1; }
}

echo "openapi-generator $generator, python"
generate --generator-name python --output python
python3 -m venv python/venv
python/venv/bin/pip install --quiet --disable-pip-version-check --requirement python/requirements.txt
python/venv/bin/python -m compileall -q python/openapi_client
python/venv/bin/python openapi_generator.py "$service" python calls.json

echo "openapi-python-client 0.29.1"
python3 -m venv attrs
attrs/bin/pip install --quiet --disable-pip-version-check openapi-python-client==0.29.1
PATH="$work/attrs/bin:$PATH" openapi-python-client generate --url "$service/v3/api-docs" --meta none \
  --output-path attrs/data_api --fail-on-warning >generate.log 2>&1 || { cat generate.log; exit 1; }
attrs/bin/python openapi_python_client.py "$service" attrs calls.json

echo "openapi-generator $generator, typescript-fetch"
generate --generator-name typescript-fetch --type-mappings date=string,DateTime=string --output fetch
node_modules/.bin/tsc --strict --target es2022 --module commonjs --outDir fetch/compiled fetch/index.ts
echo '{"type": "commonjs"}' >fetch/compiled/package.json
node_modules/.bin/node typescript_fetch.mjs "$service" ./fetch/compiled/index.js calls.json

echo "openapi-typescript 7.13.0 with openapi-fetch 0.17.0"
node_modules/.bin/openapi-typescript "$service/v3/api-docs" --output schema.d.ts >generate.log 2>&1 ||
  { cat generate.log; exit 1; }
node_modules/.bin/tsc --strict --allowJs --target es2022 --module nodenext --types node --outDir compiled openapi_fetch.ts
node_modules/.bin/node compiled/openapi_fetch.js "$service" calls.json
