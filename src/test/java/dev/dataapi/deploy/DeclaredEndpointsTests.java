package dev.dataapi.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The file that declares endpoints is where the container looks for it, and declares the
 * tables that the scripts create.
 */
@Tag("deploy")
class DeclaredEndpointsTests {

	private static final String ENDPOINTS = "spec/endpoints.yaml";

	private static final String SETTING = "DATA_API_ENDPOINTS";

	/** A declared type to Snowflake's. */
	private static final Map<String, String> TYPES = Map.of("text", "VARCHAR", "integer", "NUMBER", "decimal", "NUMBER",
			"date", "DATE");

	@Test
	void settingWhenOnTheStageNamesAFileThatIsCopiedThere() {
		DeployedService service = mounting();
		Map<?, ?> api = service.container("api");
		Map<?, ?> mount = DeployedService.list(api.get("volumeMounts")).findFirst().orElseThrow();
		assertThat(volumes(service)).extracting((volume) -> volume.get("name")).isEqualTo(List.of(mount.get("name")));
		assertThat(((Map<?, ?>) api.get("env")).get(SETTING))
			.isEqualTo(mount.get("mountPath") + "/" + Path.of(ENDPOINTS).getFileName());
		assertThat(DeploymentFiles.read("sql/deploy")).contains("snow stage copy spec/ @" + stage(service) + " ");
		assertThat(DeploymentFiles.read("docs/configuration.md")).contains("`" + SETTING + "`");
	}

	/** Stages with this encryption can be mounted on every cloud. */
	@Test
	void stageWhenMountedIsEncryptedByTheServer() {
		assertThat(SqlScript.read("sql/02_database.sql").statements().stream().map(PrivilegeTable::text))
			.anyMatch((text) -> text.startsWith(
					"CREATE STAGE IF NOT EXISTS " + stage(mounting()) + " ENCRYPTION = ( TYPE = 'SNOWFLAKE_SSE' )"));
	}

	/** The Snowflake CLI copies no folder that has folders in it. */
	@Test
	void specificationsWhenCopiedAreFilesOnly() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("spec"))) {
			assertThat(files).isNotEmpty().allMatch(Files::isRegularFile);
		}
	}

	@Test
	void volumeWhenMountedBelongsToTheImagesUser() {
		Matcher user = Pattern.compile("(?m)^USER ([0-9]+):([0-9]+)$").matcher(DeploymentFiles.read("Dockerfile"));
		assertThat(user.find()).isTrue();
		assertThat(volumes(mounting())).allSatisfy((volume) -> assertThat(volume.get("uid") + ":" + volume.get("gid"))
			.isEqualTo(user.group(1) + ":" + user.group(2)));
	}

	@Test
	void settingWhenInAnImageLayerNamesTheFileThatIsCopiedThere() {
		Matcher layer = Pattern
			.compile("COPY --chmod=444 (\\S+) (/\\S+)/\\\\nENV " + SETTING + "=(\\S+)\\\\n' .* -f - (\\S+)\n")
			.matcher(DeploymentFiles.read("docs/deployment.md"));
		assertThat(layer.find()).isTrue();
		assertThat(layer.group(4) + "/" + layer.group(1)).isEqualTo(ENDPOINTS);
		assertThat(layer.group(3)).isEqualTo(layer.group(2) + "/" + layer.group(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sql/03c_items_and_stores.sql", "sql/03d_items_and_stores_standard.sql" })
	void lookupWhenDeclaredHasTableKeyAndColumnsThatTheScriptMakes(String path) {
		assumeTrue(DeploymentFiles.exists(ENDPOINTS), ENDPOINTS + " is not there");
		Map<String, String> tables = tables(path);
		Map<?, ?> lookups = (Map<?, ?>) DeploymentFiles.yaml(DeploymentFiles.read(ENDPOINTS)).get("lookups");
		assertThat(lookups.values()).isNotEmpty().map((lookup) -> (Map<?, ?>) lookup).allSatisfy((lookup) -> {
			String columns = tables.get(((String) lookup.get("table")).toUpperCase(Locale.ROOT));
			assertThat(columns).as("%s", lookup.get("table")).isNotNull();
			List<String> key = DeployedService.list(lookup.get("key"))
				.map((part) -> (String) part.get("column"))
				.toList();
			if ("many".equals(lookup.get("rows"))) {
				assertThat(columns).containsPattern("PRIMARY KEY \\( " + String.join(" , ", key) + " ,");
			}
			else {
				assertThat(columns).containsPattern((key.size() == 1) ? "(^|, )" + key.get(0) + " [^,]*PRIMARY KEY "
						: "PRIMARY KEY \\( " + String.join(" , ", key) + " \\)");
			}
			DeployedService.list(lookup.get("columns"))
				.forEach((column) -> assertThat(columns).containsPattern("(^|, )" + column.get("name") + " "
						+ TYPES.get(((String) column.get("type")).replaceFirst("\\(.*", "")) + " "));
		});
	}

	/** The tables that a script creates, with their columns. */
	private static Map<String, String> tables(String path) {
		SqlForms forms = new SqlForms();
		Map<String, String> tables = new TreeMap<>();
		for (List<String> statement : SqlScript.read(path).statements()) {
			if (statement.get(0).equals("CREATE")) {
				tables.put(PrivilegeTable.text(statement).replaceFirst(".*? EXISTS (\\S+) .*", "$1"),
						forms.match(statement).orElseThrow().group("columns"));
			}
		}
		return tables;
	}

	/** The one service that mounts a stage. */
	private static DeployedService mounting() {
		List<DeployedService> found = DeployedService.readAll()
			.stream()
			.filter((service) -> service.stages().findAny().isPresent())
			.toList();
		assertThat(found).hasSize(1);
		return found.get(0);
	}

	private static String stage(DeployedService service) {
		return service.stages().findFirst().orElseThrow();
	}

	private static List<Map<?, ?>> volumes(DeployedService service) {
		List<Map<?, ?>> volumes = DeployedService.list(service.spec().get("volumes")).toList();
		assertThat(volumes).isNotEmpty();
		return volumes;
	}

}
