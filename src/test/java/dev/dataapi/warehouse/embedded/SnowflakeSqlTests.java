package dev.dataapi.warehouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dataapi.dialect.Example;
import dev.dataapi.dialect.Remark;
import dev.dataapi.dialect.SqlLexer;
import dev.dataapi.warehouse.SessionTimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ResultSetExtractor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Statements as one writes them for Snowflake, and what the embedded warehouse answers.
 * The table of the document is made of the same examples.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SnowflakeSqlTests {

	private static final Path FUNCTIONS = Path.of("src/test/resources/dialect/functions.txt");

	private static final Path DOCUMENT = Path.of("docs/snowflake-sql.md");

	private EmbeddedWarehouse warehouse;

	private EmbeddedTemplate template;

	@BeforeAll
	void start() throws InterruptedException {
		this.warehouse = EmbeddedWarehouse.start(new EmbeddedProperties(0.01, null, null, true),
				new SessionTimeZone("UTC"), EnumSet.of(TpcDsTable.CUSTOMER), Set.of());
		this.warehouse.awaitLoaded();
		this.template = new EmbeddedTemplate(
				new GatedDataSource(this.warehouse, "snowflake-sql", 1, Duration.ofSeconds(30)),
				Duration.ofSeconds(30));
	}

	@AfterAll
	void stop() throws SQLException {
		this.template.close();
		this.warehouse.close();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void answersAsSnowflakeDoes(Example example) throws Exception {
		assertThat(answer(example)).as(example.sql()).isEqualTo(Example.plain(example.expected()));
	}

	/** A value that is bound keeps its place, also where a form is turned around. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SELECT DATEADD(day, ?, CAST(? AS DATE))           | 3,2024-02-27  | 2024-03-01
			SELECT IFF(? > 1, 'more', 'less')                 | 2             | more
			SELECT ? / 4                                      | 3             | 0.75
			SELECT 'abc' LIKE ANY (?, ?)                      | x%,a%         | true
			SELECT DECODE(?, 'a', 1, 'b', 2)                  | b             | 2
			SELECT AVG(x * ?) FROM (VALUES (1), (2)) t(x)     | 3             | 4.5
			SELECT GREATEST(?, ?)                             | 3,5           | 5
			SELECT DATE_TRUNC('month', CAST(? AS DATE))       | 2024-05-17    | 2024-05-01
			SELECT NVL(?, 'none')                             | some          | some
			SELECT x FROM (VALUES (1), (2)) t(x) LIMIT ?      | 1             | 1
			SELECT SPLIT_PART(?, '-', 2)                      | a-b           | b
			""")
	void bindsValuesInTheirOrder(String sql, String values, String expected) {
		Object[] arguments = Arrays.stream(values.split(",")).map(SnowflakeSqlTests::value).toArray();
		assertThat(Example.plain(this.template.query(sql, SnowflakeSqlTests::text, arguments)))
			.isEqualTo(Example.plain(expected));
	}

	/** So that none of them ends as a function that does not exist. */
	@Test
	void eachFunctionOfSnowflakesIsRefusedOrHasAnExample() throws Exception {
		String examples = examples().map((example) -> example.sql().toUpperCase(Locale.ROOT))
			.collect(Collectors.joining("\n"));
		for (String function : Files.readAllLines(FUNCTIONS)) {
			if (!function.startsWith("#") && !examples.contains(function + "(")) {
				assertThat(this.template.remarks(SqlLexer.tokens("SELECT " + function + "(1)"))).as(function)
					.anyMatch(Remark::refused);
			}
		}
	}

	@Test
	void documentHasTheTable() throws IOException {
		String table = table();
		String document = Files.readString(DOCUMENT);
		int start = document.indexOf("## ");
		assertThat(document.substring(start)).as("Put this at the end of " + DOCUMENT + ":\n" + table).isEqualTo(table);
	}

	private String answer(Example example) throws Exception {
		List<Remark> remarks = this.template.remarks(SqlLexer.tokens(example.sql()));
		if (remarks.stream().anyMatch(Remark::refused)) {
			return Example.plain("refused");
		}
		try {
			String rows = this.template.query(example.sql(), (ResultSetExtractor<String>) SnowflakeSqlTests::text,
					new Object[0]);
			return Example.plain(example.isWarned() && !remarks.isEmpty() ? "warned" : rows);
		}
		catch (DataAccessException ex) {
			String message = String.valueOf(ex.getMostSpecificCause().getMessage());
			boolean explained = this.template.explain(SqlLexer.tokens(example.sql()), message) != null;
			return Example.plain(explained ? "refused" : example.expected().equals("error") ? "error" : message);
		}
	}

	private static Object value(String text) {
		return text.chars().allMatch(Character::isDigit) ? (Object) Integer.valueOf(text) : text;
	}

	private static String text(ResultSet rows) throws SQLException {
		List<String> text = new ArrayList<>();
		while (rows.next()) {
			List<String> columns = new ArrayList<>();
			for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
				String column = rows.getString(i);
				columns.add((column != null) ? Example.oneLine(column) : "NULL");
			}
			text.add(String.join(" | ", columns));
		}
		return String.join(" ; ", text);
	}

	private static String table() throws IOException {
		StringBuilder table = new StringBuilder();
		String chapter = "";
		for (Example example : examples().toList()) {
			if (!example.chapter().equals(chapter)) {
				chapter = example.chapter();
				table.append(table.isEmpty() ? "" : "\n")
					.append("## ")
					.append(chapter)
					.append("\n\n| Form | Example | Answer |\n| --- | --- | --- |\n");
			}
			table.append("| %s | `%s` | %s |\n".formatted(example.form(), example.sql().replace("|", "\\|"),
					switch (example.expected()) {
						case "refused", "warned" -> example.expected();
						case "error" -> "an error";
						case "" -> "the empty text";
						default -> "`" + example.expected().replace("|", "\\|") + "`";
					}));
		}
		return table.toString();
	}

	static Stream<Example> examples() throws IOException {
		return Example.all();
	}

}
