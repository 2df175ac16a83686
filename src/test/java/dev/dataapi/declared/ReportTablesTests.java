package dev.dataapi.declared;

import dev.dataapi.declared.sql.ReportTables;
import dev.dataapi.declared.file.DeclaredFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables that are found in a report's statement.
 */
class ReportTablesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					SELECT 1 AS N                                                        | ``
					SELECT N FROM a.b.c                                                  | a.b.c
					select n from A.b."C d" as x                                         | A.b."C d"
					SELECT N FROM a..c                                                   | a.PUBLIC.c
					SELECT N FROM a x, b AS y, (SELECT N FROM c) z, d WHERE (1, 2) = (1, 2) | a b c d
					SELECT N FROM a LEFT JOIN b ON a.x = b.x JOIN c USING (x, y), d      | a b c d
					SELECT N FROM (a JOIN b ON a.x = b.x)                                | a b
					SELECT N FROM ((SELECT N FROM a) UNION ALL (SELECT N FROM b)) ORDER BY N, M | a b
					WITH a AS (SELECT N FROM x), b (n, m) AS (SELECT N, M FROM A, y) SELECT N FROM a JOIN b ON 1 = 1 JOIN c ON 1 = 1 | x y c
					WITH RECURSIVE a AS NOT MATERIALIZED (SELECT N FROM x) SELECT N FROM s.a, a | x s.a
					SELECT EXTRACT(YEAR FROM d) AS N, TRIM(BOTH ' ' FROM e) FROM a       | a
					SELECT N FROM a WHERE x IS DISTINCT FROM y AND z IS NOT DISTINCT FROM w | a
					SELECT N FROM a, LATERAL FLATTEN(INPUT => a.v) f, TABLE(GENERATOR(ROWCOUNT => 3)), b | a b
					SELECT N FROM a WHERE x IN (SELECT x FROM b) AND EXISTS (SELECT 1 FROM c) | a b c
					SELECT N FROM VALUES (1), (2)                                        | ``
					SELECT ' FROM x ' AS N /* FROM y */ FROM a -- FROM z                 | a
					SELECT t.N FROM (SELECT a AS N, b FROM c) t                          | c
					SELECT N FROM (SELECT a, b FROM c UNION SELECT d, e FROM f) t, g     | c f g
					SELECT N FROM (SELECT a, b, c FROM d PIVOT (SUM(a) FOR b IN ('x', 'y')) p, e) t | d e
					SELECT N FROM a PIVOT (SUM(x) FOR y IN (SELECT DISTINCT y, z FROM b)) p, c | a b c
					SELECT N FROM a UNPIVOT (v FOR k IN (x, y)) u, b                      | a b
					SELECT N FROM (VALUES (x, y), (z, CURRENT_DATE)) AS v (n, m), a       | a
					SELECT N FROM VALUES (x, y), (z, w), a, (SELECT b, c FROM d) e        | a d
					SELECT NTH_VALUE(a, 2) FROM FIRST OVER (ORDER BY b) AS N, c FROM d    | d
					SELECT N FROM a MATCH_RECOGNIZE (PARTITION BY b, c ORDER BY d MEASURES e AS f, g AS h PATTERN (i) DEFINE i AS j > 1), k | a k
					SELECT N FROM TABLE(FLATTEN(a.b, c)) f, d                            | d
					SELECT N FROM TABLE('a.b.c') x, identifier('d.e'), TABLE(f('g'))      | a.b.c d.e
					SELECT N FROM a AT(OFFSET => -60, b => c) x, d SAMPLE (10)            | a d
					SELECT N FROM a x (p, q), b AS y (r, s) JOIN c USING (t, u), d        | a b c d
					SELECT N FROM @stage/path (FILE_FORMAT => 'x', PATTERN => 'y') s, a   | a
					SELECT (SELECT a, b FROM c) N, (SELECT MAX(d) FROM e), f FROM g       | c e g
					SELECT N FROM (FROM a SELECT b, c) d                                 | a
					WITH a AS (SELECT N FROM a) SELECT N FROM a                           | a
					WITH a AS (SELECT N, M FROM b UNION ALL SELECT N, M FROM a, c) SELECT N FROM a | b c
					WITH a AS (WITH b AS (SELECT N, M FROM c) SELECT N FROM b, d) SELECT N FROM a, b | c d b
					SELECT N FROM (WITH a AS (SELECT N FROM b) SELECT N FROM a) x, a     | b a
					WITH a AS (SELECT N FROM x), b AS (SELECT N FROM a, y) SELECT N FROM b, a | x y
					SELECT N FROM a WHERE x = {{p}} [[ AND y IN (SELECT y FROM b WHERE z = {{q}}) ]] | a b
					""")
	void tablesAreTheNamesAfterFromAndJoin(String sql, String tables) throws Exception {
		Endpoints endpoints = EndpointFiles.declared("f",
				"""
						version: 1
						reports:
						  r:
						    %s
						    sql: '%s'
						    columns:
						      - {name: N, type: integer}
						"""
					.formatted(
							sql.contains("{{")
									? "parameters: [{name: p, type: text}, {name: q, type: text, optional: true}]" : "",
							sql.replace("'", "''"))
					.getBytes(StandardCharsets.UTF_8))
			.endpoints();
		List<String> found = ReportTables.of(endpoints.reports().getFirst().sql())
			.stream()
			.map(ReportTables.Table::sql)
			.toList();
		assertThat(String.join(" ", found)).isEqualTo(tables);
	}

}
