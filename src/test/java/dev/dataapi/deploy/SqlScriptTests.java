package dev.dataapi.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every statement of the scripts has one of the forms that Snowflake's reference gives.
 * No SQL parser for the JVM knows services, compute pools or image repositories.
 */
@Tag("deploy")
class SqlScriptTests {

	private static final SqlForms FORMS = new SqlForms();

	@ParameterizedTest
	@MethodSource("scripts")
	void scriptWhenReadHasOnlyKnownStatements(SqlScript script) {
		assertThat(script.statements()).isNotEmpty()
			.allSatisfy((statement) -> assertThat(FORMS.match(statement)).as(String.join(" ", statement)).isPresent());
	}

	@ParameterizedTest
	@MethodSource("scripts")
	void statementWhenKeywordIsMistypedIsUnknown(SqlScript script) {
		for (List<String> statement : script.statements()) {
			int end = (hasQuery(statement)) ? statement.indexOf("SELECT") : statement.size();
			for (int i = 0; i < end; i++) {
				String word = statement.get(i);
				if (FORMS.keywords().contains(word)) {
					List<String> mistyped = new ArrayList<>(statement);
					mistyped.set(i, word.substring(0, word.length() - 1) + "Q");
					assertThat(FORMS.match(mistyped)).as(String.join(" ", mistyped)).isEmpty();
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "USE ROLE", "CREATE SERVICE A IN COMPUTE POOL B", "DROP TABLE IF EXISTS A",
			"CREATE OR REPLACE WAREHOUSE A", "GRANT ALL ON SCHEMA A . B TO ROLE C", "GRANT READ , ON STAGE A TO ROLE B",
			"CREATE WAREHOUSE IF NOT EXISTS A WAREHOUSE_SIZE = 'XSMALL' AUTO_RESUME = YES",
			"ALTER SERVICE IF EXISTS A . B . C . D SUSPEND", "USE ROLE A B",
			"CREATE TABLE IF NOT EXISTS A ( B DATE , )", "CREATE TABLE IF NOT EXISTS A ( B NUMBER ( 38 ) )",
			"CREATE TABLE IF NOT EXISTS A ( B DATE NULL NOT )", "CREATE TABLE IF NOT EXISTS A ( PRIMARY KEY ( ) )" })
	void statementWhenOfNoFormIsUnknown(String statement) {
		assertThat(FORMS.match(List.of(statement.split(" ")))).isEmpty();
	}

	/**
	 * Queries have no form here, so other tests run those of these scripts.
	 */
	@Test
	void scriptWhenItHasAQueryIsOneOfThoseThatAreRun() {
		assertThat(SqlScript.readAll())
			.filteredOn((script) -> script.statements().stream().anyMatch(SqlScriptTests::hasQuery))
			.extracting(SqlScript::path)
			.containsExactly("sql/03a_customers_hybrid.sql", "sql/03b_customers_standard.sql",
					"sql/03c_items_and_stores.sql", "sql/03d_items_and_stores_standard.sql",
					"sql/05d_shared_cache_password.sql", "sql/08e_costs.sql");
	}

	/** Snowflake makes no hybrid table without one. */
	@Test
	void hybridTableWhenCreatedHasOnePrimaryKey() {
		assertThat(SqlScript.readAll()).flatMap(SqlScript::statements)
			.filteredOn((statement) -> statement.subList(0, 2).equals(List.of("CREATE", "HYBRID")))
			.isNotEmpty()
			.allSatisfy((statement) -> assertThat(statement).containsOnlyOnce("PRIMARY"));
	}

	/** By a statement of its own: CREATE … AS SELECT takes no IF NOT EXISTS. */
	@ParameterizedTest
	@ValueSource(strings = { "sql/03a_customers_hybrid.sql", "sql/03b_customers_standard.sql",
			"sql/03c_items_and_stores.sql", "sql/03d_items_and_stores_standard.sql" })
	void tableWhenCreatedIsFilledOnlyIfEmpty(String path) {
		List<String> statements = SqlScript.read(path).statements().stream().map(PrivilegeTable::text).toList();
		assertThat(statements).filteredOn((statement) -> statement.startsWith("CREATE "))
			.isNotEmpty()
			.allSatisfy((create) -> {
				String table = create.replaceFirst(".* EXISTS (\\S+) .*", "$1");
				assertThat(statements.get(statements.indexOf(create) + 1))
					.startsWith("INSERT INTO " + table + " SELECT ")
					.contains("NOT EXISTS ( SELECT 1 FROM " + table + " )");
			});
	}

	@ParameterizedTest
	@CsvSource({ "sql/03a_customers_hybrid.sql, sql/03b_customers_standard.sql",
			"sql/03c_items_and_stores.sql, sql/03d_items_and_stores_standard.sql" })
	void scriptWhenForStandardTablesDiffersInTheKindOnly(String hybrid, String standard) {
		assertThat(statements(hybrid)).map((statement) -> statement.replace("HYBRID TABLE", "TABLE"))
			.filteredOn((statement) -> !statement.startsWith("SHOW "))
			.containsExactlyElementsOf(statements(standard));
	}

	@Test
	void scriptWhenReadReplacesNothing() {
		assertThat(SqlScript.readAll()).flatMap(SqlScript::statements).isNotEmpty().allSatisfy((statement) -> {
			assertThat(PrivilegeTable.text(statement)).doesNotContain("OR REPLACE");
		});
	}

	/**
	 * Otherwise a statement would run with whatever role happens to be in use.
	 */
	@Test
	void scriptWhenReadBeginsWithItsRoleAndSaysSoInItsHead() {
		for (SqlScript script : SqlScript.readAll()) {
			assertThat(script.statements().get(0)).as(script.path()).startsWith("USE", "ROLE");
			String head = DeploymentFiles.read(script.path()).split("\n\n")[0];
			assertThat(head).as(script.path()).contains("-- Run by: ", "-- Creates: ", "-- Costs: ");
			String runBy = head.lines().findFirst().orElseThrow();
			assertThat(roles(script)).as(script.path()).allSatisfy((role) -> assertThat(runBy).contains(role));
		}
	}

	/** ACCOUNTADMIN cannot own a service. */
	@Test
	void serviceWhenCreatedBelongsToTheOwnerRole() {
		for (SqlScript script : SqlScript.readAll()) {
			String role = "";
			for (List<String> statement : script.statements()) {
				if (statement.get(0).equals("USE") && statement.get(1).equals("ROLE")) {
					role = statement.get(2);
				}
				if (statement.get(0).equals("CREATE") && statement.get(1).equals("SERVICE")) {
					assertThat(role).as(script.path()).isEqualTo("DATA_API_ROLE");
				}
			}
		}
	}

	@Test
	void scriptWhenAStatementLacksItsSemicolonIsRefused() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> SqlScript.read("LICENSE"));
	}

	/** Whoever runs the script has to know which values to give. */
	@ParameterizedTest
	@MethodSource("scripts")
	void markWhenInScriptIsListedInItsHead(SqlScript script) {
		String text = DeploymentFiles.read(script.path());
		String head = text.split("\n\n")[0];
		Matcher marks = Pattern.compile("<% ([a-z_]+) %>").matcher(text.substring(head.length()));
		assertThat(marks.results().map((mark) -> mark.group(1)))
			.allMatch((mark) -> Pattern.compile("(?m)^--(?: Fill in:)? +" + mark + "   ").matcher(head).find());
		assertThat(head).doesNotContain("<%");
	}

	/** Without the statements that only hybrid tables need. */
	private static List<String> statements(String path) {
		return SqlScript.read(path)
			.statements()
			.stream()
			.map(PrivilegeTable::text)
			.dropWhile((statement) -> !statement.equals("USE ROLE DATA_API_ROLE"))
			.toList();
	}

	static Stream<SqlScript> scripts() {
		List<SqlScript> scripts = SqlScript.readAll();
		assertThat(scripts).isNotEmpty();
		return scripts.stream();
	}

	private static Set<String> roles(SqlScript script) {
		Set<String> roles = new TreeSet<>();
		for (List<String> statement : script.statements()) {
			if (statement.get(0).equals("USE") && statement.get(1).equals("ROLE")) {
				roles.add(statement.get(2));
			}
		}
		return roles;
	}

	private static boolean hasQuery(List<String> statement) {
		return FORMS.match(statement).orElseThrow().namedGroups().containsKey("query");
	}

}
