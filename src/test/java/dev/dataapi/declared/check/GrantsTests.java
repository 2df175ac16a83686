package dev.dataapi.declared.check;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.dataapi.declared.EndpointFiles;
import dev.dataapi.declared.Endpoints;
import dev.dataapi.declared.file.DeclaredFiles;
import dev.dataapi.declared.sql.Identifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The privileges that reading tables and views needs.
 */
class GrantsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					a.b.c                                 | USAGE ON DATABASE A; USAGE ON SCHEMA A.B; SELECT ON TABLE A.B.C
					b.c                                   | USAGE ON SCHEMA B; SELECT ON TABLE B.C
					c                                     | SELECT ON TABLE C
					"A"."B"."C"                           | USAGE ON DATABASE A; USAGE ON SCHEMA A.B; SELECT ON TABLE A.B.C
					"a".b."C d"                           | USAGE ON DATABASE "a"; USAGE ON SCHEMA "a".B; SELECT ON TABLE "a".B."C d"
					"A""B".b.c                            | USAGE ON DATABASE "A""B"; USAGE ON SCHEMA "A""B".B; SELECT ON TABLE "A""B".B.C
					snowflake_sample_data.tpch_sf1.orders | IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE_SAMPLE_DATA
					"SNOWFLAKE_SAMPLE_DATA".x.y           | IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE_SAMPLE_DATA
					snowflake.account_usage.query_history | IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE
					a.information_schema.tables           | USAGE ON DATABASE A
					information_schema.tables             | ``
					""")
	void tableNeedsWhatSnowflakeAsksFor(String table, String grants) {
		assertThat(new Grants("R", Map.of()).of(Identifier.parsePath(table))).isEqualTo(grants.isEmpty() ? List.of()
				: List.of(grants.split("; ")).stream().map((each) -> "GRANT " + each + " TO ROLE R;").toList());
	}

	@Test
	void endpointsNeedEachPrivilegeOnceAndViewsTheirOwn() throws Exception {
		Endpoints endpoints = EndpointFiles
			.declared("f",
					"""
							version: 1
							lookups:
							  l:
							    table: '"API".data.t'
							    key: [{name: id, column: ID, type: integer}]
							    columns: [{name: ID, type: integer}]
							reports:
							  r:
							    sql: WITH x AS (SELECT A, B FROM api.data.t) SELECT COUNT(*) AS N FROM x, api."DATA".v, api.data.u
							    columns: [{name: N, type: integer}]
							"""
						.getBytes(StandardCharsets.UTF_8))
			.endpoints();
		Map<List<String>, String> kinds = Map.of(List.of("API", "DATA", "T"), "TABLE", List.of("API", "DATA", "V"),
				"VIEW");
		assertThat(new Grants("R", kinds).of(endpoints)).containsExactly("GRANT USAGE ON DATABASE API TO ROLE R;",
				"GRANT USAGE ON SCHEMA API.DATA TO ROLE R;", "GRANT SELECT ON TABLE API.DATA.T TO ROLE R;",
				"GRANT SELECT ON VIEW API.DATA.V TO ROLE R;", "GRANT SELECT ON TABLE API.DATA.U TO ROLE R;",
				"-- ON VIEW instead of ON TABLE where it is a view");
	}

}
