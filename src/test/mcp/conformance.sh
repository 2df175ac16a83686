#!/usr/bin/env bash
# Runs all scenarios for servers of the official conformance suite, in each revision that is served, and fails if one
# fails for a reason that conformance.yaml does not name. The service must run with two tools of the suite's own:
#   ./mvnw spring-boot:test-run -Dspring-boot.run.optimizedLaunch=false \
#     -Dspring-boot.run.main-class=dev.dataapi.mcp.ConformanceMain
# Usage: conformance.sh [http://localhost:8001]
set -euo pipefail
service=${1:-http://localhost:8001}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund node@22 @modelcontextprotocol/conformance@0.2.0-alpha.12
failed=0
for revision in 2026-07-28 2025-11-25 2025-06-18; do
  echo "Revision $revision"
  node_modules/.bin/node node_modules/@modelcontextprotocol/conformance/dist/index.js server --url "$service/mcp" \
    --suite all --spec-version "$revision" --expected-failures "$here/conformance.yaml" >"$revision.txt" 2>&1 || failed=1
  sed -n '/=== SUMMARY ===/,$p' "$revision.txt" | sed 1d | sed 's/\x1b\[[0-9;]*m//g'
  grep -q 'Baseline check passed' "$revision.txt" || { cat "$revision.txt"; failed=1; }
done
exit "$failed"
