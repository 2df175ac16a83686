package dev.dataapi.endpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the version that instances compare before they share an endpoint's entries.
 */
class SourceVersionTests {

	private static final JsonMapper MAPPER = new JsonMapper();

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

	private static List<String> versions(String file) throws InvalidEndpointsException {
		Endpoints endpoints = Endpoints.parse("endpoints.yaml", file.getBytes(StandardCharsets.UTF_8));
		JdbcTemplate unused = new JdbcTemplate();
		return Stream
			.concat(endpoints.lookups().stream().map((lookup) -> new LookupSource(lookup, unused, MAPPER).version()),
					endpoints.reports().stream().map((report) -> new ReportSource(report, unused, MAPPER).version()))
			.toList();
	}

}
