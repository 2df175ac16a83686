package dev.dataapi.declared;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import dev.dataapi.declared.file.InvalidEndpointsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the version that instances compare before they share an endpoint's entries.
 */
class SourceVersionTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final String LETTERS = """
			version: 1
			lookups:
			  letter:
			    table: api.data.letters
			    key:
			      - {name: id, column: ID, type: text}
			    columns:
			      - {name: A, type: text}
			      - {name: N, type: "decimal(12,2)"}
			reports:
			  letters:
			    parameters:
			      - {name: from, type: text}
			      - {name: to, type: text}
			      - {name: kind, type: text, optional: true}
			    sql: |
			      SELECT LETTER AS A, N FROM api.data.letters
			      WHERE SENDER = {{from}} AND RECEIVER = {{to}} [[ AND KIND = {{kind}} ]]
			    columns:
			      - {name: A, type: text}
			      - {name: N, type: "decimal(12,2)"}
			    max_rows: 10
			""";

	@Test
	void versionIsThatOfTheDeclaration() throws Exception {
		String file = Files.readString(Path.of("spec/endpoints.yaml"));
		assertThat(versions(file)).isEqualTo(versions(file)).doesNotHaveDuplicates();
	}

	@Test
	void versionWhenAColumnHasAnotherTypeIsAnother() throws Exception {
		String file = Files.readString(Path.of("spec/endpoints.yaml"));
		List<String> changed = versions(file.replace("name: S_NUMBER_EMPLOYEES, type: integer",
				"name: S_NUMBER_EMPLOYEES, type: \"decimal(38,0)\""));
		assertThat(changed).isNotEqualTo(versions(file));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			SENDER = {{from}} AND RECEIVER = {{to}} | SENDER = {{to}} AND RECEIVER = {{from}}
			SENDER = {{from}}                       | SENDER = {{from}} AND 1 = 1
			SENDER = {{from}}                       | SENDER = {{from}} OR SENDER = 'bob'
			AS A,                                   | AS a,
			[[ AND KIND = {{kind}} ]]               | [[ AND KIND <> {{kind}} ]]
			[[ AND KIND = {{kind}} ]]               | [[ AND (KIND = {{kind}}) ]]
			{name: from, type: text}                | {name: from, type: integer}
			{name: kind, type: text, optional: true} | {name: kind, type: text, max_items: 2, optional: true}
			{name: A, type: text}                   | {name: a, type: text}
			{name: N, type: "decimal(12,2)"}        | {name: N, type: "decimal(12,3)"}
			{name: N, type: "decimal(12,2)"}        | {name: N, type: integer}
			max_rows: 10                            | max_rows: 11
			table: api.data.letters                 | table: api.data.letters2
			{name: id, column: ID, type: text}      | {name: id, column: ID2, type: text}
			{name: id, column: ID, type: text}      | {name: id, column: ID, type: integer}
			""")
	void versionIsOfAllThatMakesAValue(String part, String other) throws Exception {
		String list = other.contains("max_items") ? "KIND IN ({{kind}})" : "KIND = {{kind}}";
		String changed = LETTERS.replace(part, other).replace("KIND = {{kind}}", list);
		assertThat(versions(changed)).isNotEqualTo(versions(LETTERS));
	}

	@Test
	void versionIsOfTheColumnsInTheirOrder() throws Exception {
		String first = "      - {name: A, type: text}\n";
		String second = "      - {name: N, type: \"decimal(12,2)\"}\n";
		assertThat(versions(LETTERS.replace(first + second, second + first))).isNotEqualTo(versions(LETTERS))
			.hasSameSizeAs(versions(LETTERS));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			max_rows: 10                | max_rows: 10\\n    description: Letters
			max_rows: 10                | max_rows: 10\\n    deadline: 7s
			max_rows: 10                | max_rows: 10\\n    path: /letters-of
			max_rows: 10                | max_rows: 10\\n    cache: {ttl: 7d}
			{name: from, type: text}    | {name: from, type: text, description: The sender, example: alice}
			{name: A, type: text}       | {name: A, type: text, description: The letter}
			""")
	void versionIsNotOfWhatOnlyDescribes(String part, String other) throws Exception {
		assertThat(versions(LETTERS.replace(part, other.replace("\\n", "\n")))).isEqualTo(versions(LETTERS));
	}

	private static List<String> versions(String file) throws InvalidEndpointsException {
		Endpoints endpoints = EndpointFiles.declared("endpoints.yaml", file.getBytes(StandardCharsets.UTF_8))
			.endpoints();
		JdbcTemplate unused = new JdbcTemplate();
		return Stream
			.concat(endpoints.lookups()
				.stream()
				.map((lookup) -> new LookupSource(new LookupStatements(lookup), unused, MAPPER).version()),
					endpoints.reports()
						.stream()
						.map((report) -> new ReportSource(new ReportStatements(report, Clock.systemUTC()), unused,
								MAPPER)
							.version()))
			.toList();
	}

}
