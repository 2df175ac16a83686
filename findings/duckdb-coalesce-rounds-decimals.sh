#!/usr/bin/env bash
# DuckDB's COALESCE, CASE and lists round a DECIMAL(10,2) to an integer if another value is a DECIMAL(38,0), although
# that value is not the result. Expected: 12.50, as Snowflake and PostgreSQL answer, or an error.
# Their common type has no room for 38 digits before the point and 2 after it, and DuckDB gives up those after it.
# Operators do not: 12.50 + 13 is 25.50, and 12.50 = 13 is false. A HUGEINT, which has 38 digits as well, keeps the decimals.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
python3 -m venv "$directory/venv"
"$directory/venv/bin/pip" -q --disable-pip-version-check install duckdb==2.0.0
"$directory/venv/bin/python" - <<'PYTHON'
import duckdb

print("DuckDB", duckdb.__version__)
answers = {
    "COALESCE(p, d)": "13",
    "CASE WHEN true THEN p ELSE d END": "13",
    "[p, d][1]": "13",
    "typeof(COALESCE(p, d))": "DECIMAL(38,0)",
    "p + d": "25.50",
    "p = d": "False",
    "COALESCE(p, h)": "12.50",
}
connection = duckdb.connect()
connection.execute("CREATE TABLE t AS SELECT 12.50::DECIMAL(10,2) AS p, 13::DECIMAL(38,0) AS d, 13::HUGEINT AS h")
changed = False
for expression, seen in answers.items():
    answer = str(connection.execute(f"SELECT {expression} FROM t").fetchone()[0])
    print(f"{expression:34} {answer}")
    changed |= answer != seen
raise SystemExit("DuckDB answers otherwise now" if changed else 0)
PYTHON
