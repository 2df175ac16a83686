#!/usr/bin/env bash
# Lists and calls every tool of spec/endpoints.yaml by the official SDKs' clients of both eras, and compares the answers
# with those over HTTP. The service must run with DATA_API_MCP=true and DATA_API_ENDPOINTS=spec/endpoints.yaml.
# Usage: clients.sh [http://localhost:8001]
set -euo pipefail
service=${1:-http://localhost:8001}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cp "$here"/clients.* "$here"/calls.json .

npm install --silent --no-audit --no-fund node@22 @modelcontextprotocol/sdk@1.32.2 @modelcontextprotocol/client@2.4.0
for client in sdk client client-auto; do
  printf '%-40s ' "TypeScript: $client"
  node_modules/.bin/node clients.mjs "$service" "$client" calls.json
done
for version in 1.26.0 2.3.0; do
  python3 -m venv "mcp-$version"
  "mcp-$version/bin/pip" install --quiet --disable-pip-version-check "mcp==$version"
  printf '%-40s ' "Python: mcp $version"
  "mcp-$version/bin/python" clients.py "$service" calls.json
done
