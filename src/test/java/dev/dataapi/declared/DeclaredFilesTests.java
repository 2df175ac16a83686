package dev.dataapi.declared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.declared.Declaration.Deprecation;
import dev.dataapi.declared.file.DeclaredFiles;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.declared.file.ReadFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Endpoints declared in several files, SQL in files of its own, and variables.
 */
class DeclaredFilesTests {

	private static final String FROM_FILE = """
			version: 1
			reports:
			  top:
			    sql_file: %s
			    parameters: [{name: n, type: integer, default: 3}]
			    columns: [{name: A, type: integer}]
			""";

	@TempDir
	private Path directory;

	@Test
	void foldersAreReadInTheOrderOfNamesAndNotDeeper() throws Exception {
		Path folder = Files.createDirectories(this.directory.resolve("folder/deeper")).getParent();
		write("folder/b.yaml", report("b"));
		write("folder/a.yml", report("a"));
		write("folder/.c.yaml", "hidden");
		write("folder/c.txt", "no YAML");
		write("folder/deeper/d.yaml", report("d"));
		Files.createDirectories(folder.resolve("e.yaml"));
		Path single = write("z.yaml", report("z"));
		assertThat(ids(single + ", " + folder + ",," + folder.resolve("../folder/a.yml"))).containsExactly("reports.z",
				"reports.a", "reports.b");
	}

	@Test
	void namesAndPathsAreUniqueOverAllFiles() throws Exception {
		Path one = write("1.yaml", report("a") + report("b").substring(report("b").indexOf("  b:")));
		Path other = write("2.yaml", report("a") + "  c: {sql: SELECT 1 AS A, path: /reports/b, columns: "
				+ "[{name: A, type: integer}]}\n");
		assertThat(errors(one + "," + other)).containsExactly(
				other + ":3:6: reports.a is declared in " + one + ":3:6, too.",
				other + ":4:33: /reports/b is a path of reports.b in " + one + ":4:6, too.");
	}

	@Test
	void errorsOfAllFilesAreToldAtOnce() throws Exception {
		Path one = write("1.yaml", report("a").replace("version: 1", "version: 2"));
		Path other = write("2.yaml", "[");
		assertThat(errors(one + "," + other)).hasSize(2)
			.satisfiesExactly((line) -> assertThat(line).startsWith(one + ":1:10: "),
					(line) -> assertThat(line).startsWith(other + ":1:2: "));
	}

	@Test
	void placesThatCannotBeReadAreNamed() throws IOException {
		Path empty = Files.createDirectories(this.directory.resolve("empty"));
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> DeclaredFiles.read(empty.toString()))
			.withMessage(
					"data-api.endpoints is '%s': it must hold files whose names end in .yaml or .yml, or be a file.",
					empty);
		Path right = write("a.yaml", report("a"));
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> DeclaredFiles.read(right + "," + this.directory.resolve("b.yaml")))
			.withMessage("data-api.endpoints is '%s': it must name a file that this process can read.",
					this.directory.resolve("b.yaml"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1 AS A WHERE 1 < {{n}}", "\uFEFFSELECT 1 AS A\r\nWHERE 1 < {{n}};\r\n" })
	void statementMayStandInAFileOfItsOwn(String sql) throws Exception {
		write("sql/top.sql", sql);
		Path file = write("here/a.yaml", FROM_FILE.formatted("../sql/top.sql"));
		ReportDeclaration report = DeclaredFiles.read(file.toString()).endpoints().reports().getFirst();
		assertThat(new ReportStatements(report, Clock.systemUTC()).texts()).singleElement()
			.asString()
			.startsWith("/* reports.top */ SELECT 1 AS A")
			.contains("WHERE 1 < ?")
			.doesNotContain("\r", "\uFEFF");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			SELECT 1 AS A\\n  WHERE 1 < {{m}} | 2:13: {{m}} is not a declared parameter. Did you mean 'n'?
			SELECT 1 AS A\\r\\n  WHERE {{n}} < $x  | 2:17: $x is a variable of the session
			SELECT '\\n, {{n}}            | 1:8: The string that begins here does not end.
			SELECT {{n}};\\n DROP TABLE x | 2:2: A second statement begins here
			SELECT ${x}.A, {{n}}          | 1:8: ${x} is not a declared variable.
			``                            | 1:1: The statement is empty.
			""")
	void errorInAStatementIsPlacedInItsOwnFile(String sql, String error) throws Exception {
		Path statement = write("top.sql", sql.replace("\\n", "\n").replace("\\r", "\r"));
		Path file = write("a.yaml", FROM_FILE.formatted("top.sql"));
		assertThat(errors(file.toString())).anySatisfy((line) -> assertThat(line).startsWith(statement + ":" + error));
	}

	@ParameterizedTest
	@ValueSource(strings = { "none.sql", "folder", "\"\"", "\"a\\0b\"", "a.yaml/x.sql" })
	void statementFileThatCannotBeReadIsNamed(String name) throws Exception {
		Files.createDirectories(this.directory.resolve("folder"));
		Path file = write("a.yaml", FROM_FILE.formatted(name));
		assertThat(errors(file.toString())).filteredOn((line) -> line.startsWith(file + ":4:15: "))
			.singleElement()
			.asString()
			.endsWith(" is no file beside this one that this process can read.");
	}

	@Test
	void statementFileThatIsNoTextOrTooLongOrAbsoluteIsRefused() throws Exception {
		Path file = write("a.yaml", FROM_FILE.formatted("top.sql"));
		Path sql = Files.write(this.directory.resolve("top.sql"), new byte[] { 'S', (byte) 0xFF });
		assertThat(errors(file.toString())).contains(sql + ":1:1: The file is not UTF-8.");
		Files.writeString(sql, "SELECT {{n}} AS A" + " ".repeat(ReadFiles.MAX_SIZE));
		assertThat(errors(file.toString())).contains(sql + ":1:1: The file has more than 1048576 bytes.");
		Files.writeString(sql, "SELECT {{n}} AS A" + " ".repeat(32_768));
		assertThat(errors(file.toString()))
			.contains(sql + ":1:1: 'sql' has 32785 characters: at most 32768 are accepted.");
		write("a.yaml", FROM_FILE.formatted(sql));
		assertThat(errors(file.toString()))
			.contains(file + ":4:15: 'sql_file' is a path from this file, not one that begins with /.");
	}

	@Test
	void variableStandsForANameInTablesAndStatements() throws Exception {
		String file = """
				version: 1
				variables:
				  database: {env: DATA_DATABASE, default: api}
				  column: {default: O_CLERK}
				lookups:
				  items:
				    table: ${database}.data.items
				    key: [{name: id, column: ID, type: integer}]
				    columns: [{name: ID, type: integer}]
				reports:
				  r:
				    sql: SELECT ${column} AS C, '${database}' AS D /* ${column} */ FROM ${ database }.data.orders AS "o$"
				    columns: [{name: C, type: text}]
				""";
		Endpoints byDefault = endpoints(file, Map.of());
		assertThat(byDefault.lookups().getFirst().tableSql()).isEqualTo("api.data.items");
		assertThat(new ReportStatements(byDefault.reports().getFirst(), Clock.systemUTC()).texts()).containsExactly(
				"/* reports.r */ SELECT O_CLERK AS C, '${database}' AS D /* ${column} */ FROM api.data.orders AS \"o$\"");
		assertThat(endpoints(file, Map.of("DATA_DATABASE", "PROD_1$")).tableNames())
			.containsExactlyInAnyOrder(List.of("PROD_1$", "data", "items"), List.of("PROD_1$", "data", "orders"));
		assertThat(endpoints(file, Map.of("DATA_DATABASE", "")).lookups().getFirst().tableSql())
			.isEqualTo("api.data.items");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.b", "a b", "\"a\"", "a; DROP TABLE x", "a--", "a/**/", "1a", "é", "a\n", "'a'", "{{x}}",
			"${b}", "(SELECT 1)", "a,b", "$$", "a\u0000", " a", "*" })
	@MethodSource("dev.dataapi.declared.EndpointRequestTests#corpus")
	void variableThatIsNoNameIsRefusedWithoutShowingIt(String value) {
		String file = """
				version: 1
				variables: {db: {env: DATA_DATABASE}}
				reports:
				  r:
				    sql: SELECT N FROM ${db}.t
				    columns: [{name: N, type: integer}]
				""";
		assertThatExceptionOfType(InvalidEndpointsException.class)
			.isThrownBy(() -> endpoints(file, Map.of("DATA_DATABASE", value)))
			.satisfies((ex) -> assertThat(ex.errors()).containsExactly(
					"f:2:23: The environment variable DATA_DATABASE does not hold a name: letters, digits, _ and $ are accepted, not a digit first."));
	}

	@Test
	void placesAfterAVariableAreThoseOfTheFileAsWritten() {
		String file = """
				version: 1
				variables: {db: {default: a_database_with_a_long_name}}
				reports:
				  r:
				    sql: SELECT N FROM ${db}.t WHERE N = {{n}}
				    columns: [{name: N, type: integer}]
				""";
		assertThatExceptionOfType(InvalidEndpointsException.class).isThrownBy(() -> endpoints(file, Map.of()))
			.satisfies((ex) -> assertThat(ex.errors()).containsExactly("f:5:42: {{n}} is not a declared parameter."));
	}

	@Test
	void parameterMustNotStandWhereAVariableSpellsAFunctionThatTakesNames() {
		String file = """
				version: 1
				variables: {f: {default: IDENTIFIER}, from: {default: INSERT}}
				reports:
				  r:
				    parameters: [{name: n, type: text}]
				    sql: SELECT N FROM ${f}({{n}}), (${from} INTO x VALUES (1))
				    columns: [{name: N, type: integer}]
				""";
		assertThatExceptionOfType(InvalidEndpointsException.class).isThrownBy(() -> endpoints(file, Map.of()))
			.satisfies((ex) -> assertThat(ex.errors()).hasSize(2)
				.anyMatch((line) -> line
					.startsWith("f:6:29: {{n}} is a value, so that it must not stand in IDENTIFIER()"))
				.anyMatch((line) -> line.startsWith("f:6:38: A report only reads: it must not INSERT.")));
	}

	@Test
	void deprecationIsADateInSecondsAndSunsetOneOfHttp() throws Exception {
		assertThat(deprecation("")).isEqualTo(Map.of());
		assertThat(deprecation("deprecated: false")).isEqualTo(Map.of());
		assertThat(deprecation("deprecated: true")).isEqualTo(Map.of("Deprecation", "@0"));
		assertThat(deprecation("deprecated: 2023-06-30, sunset: 2027-07-01"))
			.isEqualTo(Map.of("Deprecation", "@1688083200", "Sunset", "Thu, 01 Jul 2027 00:00:00 GMT"));
		assertThat(new Deprecation(null, LocalDate.of(2027, 6, 30)).headers())
			.isEqualTo(Map.of("Sunset", "Wed, 30 Jun 2027 00:00:00 GMT"));
	}

	@Test
	void filesInTheDocumentAreRight() throws Exception {
		String document = Files.readString(Path.of("docs/endpoint-files.md"));
		write("sql/top_orders.sql", "SELECT 1 AS O_ORDERKEY");
		List<String> files = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
			.matcher(document)
			.results()
			.map((found) -> found.group(1))
			.toList();
		assertThat(files).hasSize(2);
		for (String file : files) {
			assertThat(DeclaredFiles.read(write("doc.yaml", file).toString()).endpoints().all()).hasSize(1);
		}
	}

	private static Map<String, String> deprecation(String declared) throws InvalidEndpointsException {
		String file = report("a").replace("sql:", declared + (declared.isEmpty() ? "sql:" : ", sql:"));
		return endpoints(file, Map.of()).all().getFirst().deprecation().headers();
	}

	private static Endpoints endpoints(String file, Map<String, String> environment) throws InvalidEndpointsException {
		return new DeclaredFiles(Map.of("f", file.getBytes(StandardCharsets.UTF_8)), new ReadFiles(""),
				environment::get)
			.endpoints();
	}

	private static String report(String name) {
		return "version: 1\nreports:\n  " + name + ": {sql: SELECT 1 AS A, columns: [{name: A, type: integer}]}\n";
	}

	private Path write(String name, String text) throws IOException {
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		return Files.writeString(file, text);
	}

	private static List<String> ids(String places) throws InvalidEndpointsException {
		return DeclaredFiles.read(places).endpoints().all().stream().map(Declaration::id).toList();
	}

	private static List<String> errors(String places) {
		try {
			DeclaredFiles.read(places);
			return List.of();
		}
		catch (InvalidEndpointsException ex) {
			return ex.errors();
		}
	}

}
