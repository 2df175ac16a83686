package dev.dataapi.declared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.dataapi.declared.file.DeclaredFiles;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.declared.file.ReadFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeclaredFiles}.
 */
class EndpointsTests {

	private static final String BASE = read("src/test/resources/dev/dataapi/declared/base.yaml");

	@Test
	void readWhenFileIsTheSampleDeclaresAllOfIt() throws Exception {
		Endpoints endpoints = DeclaredFiles.read("spec/endpoints.yaml").endpoints();
		assertThat(endpoints.all()).extracting(Declaration::path)
			.containsExactly("/products/{keys}", "/stores/{keys}", "/store_history/{keys}",
					"/reports/orders_by_priority");
		assertThat(endpoints.all()).extracting(Declaration::id)
			.containsExactly("lookups.products", "lookups.stores", "lookups.store_history",
					"reports.orders_by_priority");
	}

	@Test
	void parseReadsEachName() throws Exception {
		Endpoints endpoints = parse(BASE);
		LookupDeclaration items = endpoints.lookups().getFirst();
		assertThat(items.description()).isEqualTo("Items by id");
		assertThat(items.tableSql()).isEqualTo("api.data.items");
		assertThat(items.maxKeys()).isEqualTo(50);
		assertThat(items.path()).isEqualTo("/things/{keys}");
		assertThat(items.deadline()).isEqualTo(Duration.ofSeconds(2));
		assertThat(items.cache()).isEqualTo(new Declaration.Caching(Duration.ofMinutes(10), Duration.ofHours(1)));
		assertThat(items.key())
			.extracting((part) -> part.name(), (part) -> part.column().sql(), (part) -> part.domain().type().typeName(),
					(part) -> part.domain().maxLength(), (part) -> part.example())
			.containsExactly(org.assertj.core.groups.Tuple.tuple("id", "I_ID", "integer", 1000, "7"),
					org.assertj.core.groups.Tuple.tuple("code", "I_CODE", "text", 16, null));
		ReportDeclaration sales = endpoints.reports().getFirst();
		assertThat(sales.maxRows()).isEqualTo(100);
		assertThat(sales.path()).isEqualTo("/reports/all-sales");
		assertThat(sales.cache()).isEqualTo(new Declaration.Caching(Duration.ofMinutes(15), null));
		assertThat(sales.parameters()).extracting(Parameter::name)
			.containsExactly("from", "to", "kind", "least", "limit", "clerk");
		assertThat(sales.parameters()).filteredOn(Parameter::isRequired)
			.extracting(Parameter::name)
			.containsExactly("clerk");
		assertThat(sales.parameters().get(2).domain().values()).containsExactly("a", "b", "NO");
		assertThat(sales.parameters().get(2).maxItems()).isEqualTo(2);
		assertThat(sales.parameters().get(4).defaults()).containsExactly(20L);
	}

	@Test
	void parseWhenOnlyWhatIsRequiredIsDeclaredHasDefaults() throws Exception {
		Endpoints endpoints = parse("""
				version: 1
				lookups:
				  a_1: {table: t, key: [{name: k, column: K, type: text}], columns: [{name: K, type: text}]}
				reports:
				  a_1: {sql: SELECT 1 AS C, columns: [{name: C, type: integer}]}
				""");
		assertThat(endpoints.all()).extracting(Declaration::path).containsExactly("/a_1/{keys}", "/reports/a_1");
		assertThat(endpoints.all()).extracting(Declaration::cache).containsOnly(Declaration.Caching.DEFAULT);
		assertThat(endpoints.all()).extracting(Declaration::deadline).containsOnlyNulls();
		assertThat(endpoints.lookups().getFirst().maxKeys()).isEqualTo(100);
		assertThat(endpoints.reports().getFirst().maxRows()).isEqualTo(1000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "version: 1", "version: 1\nlookups:\nreports: {}", "{\"version\": 1, \"reports\": null}",
			"\uFEFFversion: 1\n", "# nothing yet\r\nversion: 1\r\n", "--- \nversion: 1\n...\n" })
	void parseWhenFileDeclaresNothingYetIsEmpty(String text) throws Exception {
		assertThat(parse(text).all()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "''|f:1:1: The file declares nothing", "'# none'|f:1:1: The file declares nothing",
					"'[]'|f:1:1: A file of endpoints is names with values",
					"'version'|f:1:1: A file of endpoints is names with" })
	void parseWhenFileIsNoMappingIsRefused(String text, String error) {
		assertThat(errors(text.getBytes(StandardCharsets.UTF_8))).singleElement().asString().startsWith(error);
	}

	@Test
	void parseWhenFileIsNotTextOrTooLongIsRefused() {
		assertThat(errors(new byte[] { 'v', (byte) 0xFF })).containsExactly("f:1:1: The file is not UTF-8.");
		byte[] blanks = new byte[ReadFiles.MAX_SIZE + 1];
		Arrays.fill(blanks, (byte) ' ');
		assertThat(errors(blanks)).containsExactly("f:1:1: The file has more than 1048576 bytes.");
	}

	@Test
	void parseReportsAllErrorsInTheOrderOfTheFile() {
		String broken = BASE.replace("max_keys: 50", "max_keys: 0")
			.replace("ttl: 15m", "ttl: soon")
			.replace("type: integer, example: 7", "type: int")
			.replace("{{clerk}}", "{{clark}}");
		assertThat(errors(broken.getBytes(StandardCharsets.UTF_8)))
			.extracting((error) -> Integer.valueOf(error.split(":")[1]))
			.containsExactly(7, 13, 26, 30, 39);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!', quoteCharacter = '`',
			value = { "SELECT {{a}}!7:17", "'SELECT {{a}}'!7:18", "\"SELECT {{a}}\"!7:18",
					"|N      SELECTN        {{a}}!9:9", "| # the statementNN      SELECT 'ä😀', {{a}}!9:20",
					">N      SELECTN      {{a}}!7:10", "SELECTN      {{a}}!7:10" })
	void errorWithinAStatementHasItsPlace(String sql, String place) {
		String file = "version: 1\nreports:\n  r:\n    columns:\n      - {name: C, type: text}\n\n    sql: "
				+ sql.replace("N", "\n") + "\n";
		assertThat(errors(file.getBytes(StandardCharsets.UTF_8)))
			.containsExactly("f:" + place + ": {{a}} is not a declared parameter.");
	}

	@Test
	void twoLookupsWithOnePathAreRefused() {
		String lookup = "{table: t, key: [{name: k, column: K, type: text}], columns: [{name: K, type: text}], path: ";
		String file = "version: 1\nlookups:\n  a: " + lookup + "\"/x/{keys}\"}\n  b: " + lookup + "\"/{keys}/y\"}\n";
		assertThat(errors(file.getBytes(StandardCharsets.UTF_8))).filteredOn((each) -> each.startsWith("f:4:"))
			.anyMatch((each) -> each.endsWith("/{keys}/y is a path of lookups.a, too."));
	}

	@ParameterizedTest
	@MethodSource("sections")
	void sectionKnowsTheNamesOfTheSchema(String intact, String title, String pointer) {
		JsonNode properties = JsonMapper.shared().readTree(read("spec/endpoints.schema.json")).at(pointer);
		assertThat(properties.propertyNames()).isNotEmpty();
		String error = errors(BASE
			.replaceFirst(Pattern.quote(intact),
					intact + "zzzzzzzzzzzz: 1"
							+ (intact.endsWith("{") ? ", " : "\n    ".substring(0, intact.endsWith(" ") ? 5 : 1)))
			.getBytes(StandardCharsets.UTF_8)).stream()
			.filter((each) -> each.contains("'zzzzzzzzzzzz'"))
			.findFirst()
			.orElseThrow();
		assertThat(error).contains(title + " has no 'zzzzzzzzzzzz'. Known here: ");
		String known = error.substring(error.indexOf("Known here: ") + "Known here: ".length(), error.length() - 1);
		assertThat(new TreeSet<>(List.of(known.split(", ")))).isEqualTo(new TreeSet<>(properties.propertyNames()));
	}

	static Stream<Object[]> sections() {
		return Stream.of(new Object[] { "version: 1\n", "The file", "/properties" },
				new Object[] { "  items:\n    ", "A look-up", "/$defs/lookup/properties" },
				new Object[] { "    key:\n      - {", "A part of a key",
						"/$defs/lookup/properties/key/items/properties" },
				new Object[] { "    columns:\n      - {", "A column", "/$defs/columns/items/properties" },
				new Object[] { "    cache: {", "'cache'", "/$defs/cache/properties" },
				new Object[] { "  sales:\n    ", "A report", "/$defs/report/properties" },
				new Object[] { "    parameters:\n      - {", "A parameter", "/$defs/parameter/properties" });
	}

	@Test
	void randomFilesAreReadOrRefusedWithPlacesAndNothingElse() {
		Random random = new Random(5);
		String signs = "{}[]:,-&*!|>'\"%@`#? \n\t\\~$;/()x0\u00e9\ud83d\ude00\u0085\u2028";
		int accepted = 0;
		for (int i = 0; i < 5_000; i++) {
			StringBuilder text = new StringBuilder(BASE);
			for (int j = random.nextInt(4); j >= 0; j--) {
				int at = random.nextInt(text.length());
				int end = Math.min(text.length(), at + random.nextInt(20));
				String sign = String.valueOf(signs.charAt(random.nextInt(signs.length())));
				switch (random.nextInt(4)) {
					case 0 -> text.delete(at, end);
					case 1 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
					case 2 -> text.insert(at, sign.repeat(1 + random.nextInt(3)));
					default -> text.replace(at, at + 1, sign);
				}
			}
			byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
			try {
				for (ReportDeclaration report : EndpointFiles.declared("f", content).endpoints().reports()) {
					assertThat(new ReportStatements(report, Clock.systemUTC()).samples()).hasSizeBetween(1,
							ReportShapes.MAX_CHECKED);
				}
				accepted++;
			}
			catch (InvalidEndpointsException ex) {
				assertThat(ex.errors()).isNotEmpty().allMatch((each) -> each.matches("f:[0-9]+:[0-9]+: [^\n]+"));
			}
		}
		assertThat(accepted).isPositive();
	}

	@Test
	void randomStatementsAreReadOrRefusedAndNothingElse() {
		Random random = new Random(6);
		String[] pieces = { "SELECT", "WITH", " a ", " AS ", "(", ")", "[[", "]]", "[", "]", "{{", "}}", "{{n}}",
				"{{text}}", "'", "''", "\\", "\"", "$$", "$", "--", "//", "/*", "*/", "\n", ";", "?", ",", "->>",
				"IN (", "{{list}})", " 1 ", "é", "😀", "{", "}" };
		int accepted = 0;
		for (int i = 0; i < 20_000; i++) {
			StringBuilder sql = new StringBuilder((random.nextInt(4) == 0) ? "" : "SELECT 1 ");
			for (int j = random.nextInt(12); j >= 0; j--) {
				sql.append(pieces[random.nextInt(pieces.length)]);
			}
			try {
				assertThat(new ReportStatements(SqlTemplateTests.report(sql.toString()), Clock.systemUTC()).texts())
					.isNotEmpty();
				accepted++;
			}
			catch (InvalidEndpointsException ex) {
				assertThat(ex.errors()).isNotEmpty();
			}
		}
		assertThat(accepted).isGreaterThan(100);
	}

	/** Quadratic work on a megabyte would take minutes. */
	@ParameterizedTest
	@ValueSource(strings = { "[", "{", "- ", "? ", "a: ", "a: {", "&a ", "*a ", "'", "\"", "\\", "#", "\n", " ", "\t",
			"!", "a,", "[a,", "a: 1\n", "|", ">", "%a\n", "---\n", "''", ": ", "-" })
	void longFileIsReadOrRefusedInReasonableTime(String part) {
		String text = "version: 1\n" + part.repeat((ReadFiles.MAX_SIZE - 20) / part.length());
		long start = System.nanoTime();
		try {
			EndpointFiles.declared("f", text.getBytes(StandardCharsets.UTF_8));
		}
		catch (InvalidEndpointsException ex) {
			assertThat(ex.errors()).isNotEmpty();
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
	}

	private static Endpoints parse(String text) throws InvalidEndpointsException {
		return EndpointFiles.declared("f", text.getBytes(StandardCharsets.UTF_8)).endpoints();
	}

	private static List<String> errors(byte[] content) {
		try {
			EndpointFiles.declared("f", content);
			return List.of();
		}
		catch (InvalidEndpointsException ex) {
			return ex.errors();
		}
	}

	private static String read(String file) {
		try {
			return Files.readString(Path.of(file));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

}
