package dev.dataapi.endpoint;

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
					SELECT N FROM a WHERE x = {{p}} [[ AND y IN (SELECT y FROM b WHERE z = {{q}}) ]] | a b
					""")
	void tablesAreTheNamesAfterFromAndJoin(String sql, String tables) throws Exception {
		Endpoints endpoints = Endpoints.parse("f",
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
					.getBytes(StandardCharsets.UTF_8));
		List<String> found = ReportTables.of(endpoints.reports().getFirst().sql())
			.stream()
			.map(ReportTables.Table::sql)
			.toList();
		assertThat(String.join(" ", found)).isEqualTo(tables);
	}

}
