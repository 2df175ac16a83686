package dev.dataapi.testserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.cfg.PackageVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * That {@code docs/test-server.md} shows code that runs, and promises what is there.
 */
@ExtendWith(SnowflakeExtension.class)
class TestServerDocumentTests {

	private static final String DOCUMENT = read("docs/test-server.md");

	@Test
	void exampleIsShownToTheLetter() {
		assertThat(DOCUMENT).contains("\n```java\n" + read("src/test/java/example/orders/OrdersTests.java") + "```\n");
	}

	@Test
	void versionsAreThoseOfTheBuild() {
		String pom = read("pom.xml");
		assertThat(version("duckdb_jdbc", DOCUMENT)).isEqualTo(property("duckdb.version", pom));
		assertThat(version("data-api", DOCUMENT)).isEqualTo(version("data-api", pom));
		assertThat(version("jackson-databind", DOCUMENT)).isEqualTo(PackageVersion.VERSION.toString());
		assertThat(DOCUMENT).contains("JDBC driver " + property("snowflake-jdbc.version", pom));
	}

	@Test
	void publicMethodsOfFaultsAreListed() {
		assertThat(Fault.class.getMethods()).filteredOn((method) -> method.getDeclaringClass() == Fault.class)
			.extracting("name", String.class)
			.allSatisfy((name) -> assertThat(DOCUMENT).containsPattern("\\b" + name + "(\\(|`)"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT REGION_OF('DE')", "SHOW WAREHOUSES" })
	void answerThatDuckDbCannotGiveCanBeGiven(String sql, SnowflakeServer server) throws SQLException {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> first(server, sql));
		String macro = "CREATE MACRO region_of(code) AS 'region ' || code";
		String rows = "SELECT 'WH' AS name, 'STARTED' AS state";
		assertThat(DOCUMENT).contains("\nserver.execute(\"" + macro + "\");\n",
				"\nserver.answer((text) -> text.startsWith(\"SHOW WAREHOUSES\"), server.rows(\"" + rows + "\"));\n");
		server.execute(macro);
		server.answer((text) -> text.startsWith("SHOW WAREHOUSES"), server.rows(rows));
		assertThat(first(server, sql)).isIn("region DE", "WH");
		server.execute("DROP MACRO region_of");
	}

	@Test
	void settingsOfAnApplicationLogIn(SnowflakeServer server) throws SQLException {
		assertThat(DOCUMENT).contains(
				"\nserver.user(\"APP\", (user) -> user.password(\"secret\").roles(\"READER\").defaultWarehouse(\"WH\"));\n");
		server.user("APP", (user) -> user.password("secret").roles("READER").defaultWarehouse("WH"));
		assertThat(first(server, "SELECT CURRENT_ROLE() || ' ' || CURRENT_WAREHOUSE()")).isEqualTo("READER WH");
	}

	/** If one of these works one day, the document is to say so. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SET x = 1                                                      | SET x = 1
			SELECT SOUNDEX('a')                                            | SOUNDEX
			SELECT APPROX_TOP_K(1)                                         | APPROX_TOP_K
			CREATE DATABASE x                                              | CREATE DATABASE
			CREATE TABLE clustered (id NUMBER) CLUSTER BY (id)             | CLUSTER BY
			CREATE TABLE numbered (id NUMBER AUTOINCREMENT)                | AUTOINCREMENT
			SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))              | RESULT_SCAN
			PUT file:///etc/hostname @~                                    | PUT
			COPY INTO t FROM @files                                        | COPY INTO
			""")
	void whatIsListedAsMissingIsRefused(String sql, String listed, SnowflakeServer server) {
		assertThat(DOCUMENT).contains(listed);
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> first(server, sql));
	}

	private static String first(SnowflakeServer server, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.properties("APP"));
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			assertThat(rows.next()).isTrue();
			return rows.getString(1);
		}
	}

	private static String version(String artifact, String text) {
		return group("<artifactId>" + artifact + "</artifactId>\\s+<version>([^<]+)</version>", text);
	}

	private static String property(String name, String pom) {
		return group("<" + name + ">([^<]+)</" + name + ">", pom);
	}

	private static String group(String regex, String text) {
		Matcher matcher = Pattern.compile(regex).matcher(text);
		assertThat(matcher.find()).as(regex).isTrue();
		return matcher.group(1);
	}

	private static String read(String file) {
		try {
			return Files.readString(Path.of(file));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
