package dev.dataapi.declared;

import dev.dataapi.declared.file.YamlTree;
import dev.dataapi.declared.file.DeclaredFiles;
import dev.dataapi.declared.file.FileErrors;
import dev.dataapi.declared.file.InvalidEndpointsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.dataapi.declared.file.YamlTree.Mapping;
import dev.dataapi.declared.file.YamlTree.Node;
import dev.dataapi.declared.file.YamlTree.Scalar;
import dev.dataapi.declared.file.YamlTree.Sequence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The corpus of files to refuse, each a valid file with one change, checked by the
 * service and by the schema that editors read.
 */
class RefusedFilesTests {

	private static final Path RESOURCES = Path.of("src/test/resources/dev/dataapi/declared");

	private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
		.getSchema(read(Path.of("spec/endpoints.schema.json")));

	@ParameterizedTest
	@MethodSource("refused")
	void fileIsRefusedWithEachOfItsErrors(Refused refused) {
		assertThatExceptionOfType(InvalidEndpointsException.class)
			.isThrownBy(() -> EndpointFiles.declared("spec/x.yaml", bytes(refused.text())))
			.satisfies((ex) -> {
				assertThat(ex.errors()).hasSameSizeAs(refused.errors());
				for (int i = 0; i < ex.errors().size(); i++) {
					String[] expected = refused.errors().get(i).split(": ", 2);
					assertThat(ex.errors().get(i)).startsWith("spec/x.yaml:" + expected[0] + ": ")
						.contains(expected[1])
						.doesNotContain("\n");
				}
			});
	}

	@ParameterizedTest
	@MethodSource("refusedByTheSchema")
	void fileOfTheWrongShapeIsRefusedByTheSchema(Refused refused) {
		assertThat(schemaErrors(refused.text())).isNotEmpty();
	}

	/** Otherwise an editor would underline what the service accepts. */
	@ParameterizedTest
	@MethodSource("refusedByMeaning")
	void fileOfTheWrongMeaningHoldsAgainstTheSchema(Refused refused) {
		assertThat(schemaErrors(refused.text())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "spec/endpoints.yaml", "src/test/resources/dev/dataapi/declared/base.yaml" })
	void intactFileHoldsAgainstServiceAndSchema(String file) throws Exception {
		assertThat(DeclaredFiles.read(file).endpoints().all()).isNotEmpty();
		assertThat(schemaErrors(read(Path.of(file)))).isEmpty();
	}

	private static List<?> schemaErrors(String yaml) {
		FileErrors problems = new FileErrors();
		Node root = YamlTree.read("f", yaml, problems);
		assertThat(root).isNotNull();
		return SCHEMA.validate(json(root));
	}

	/** As an editor reads YAML 1.2: by the core schema. */
	private static JsonNode json(Node node) {
		JsonNodeFactory factory = JsonNodeFactory.instance;
		if (node instanceof Mapping mapping) {
			ObjectNode object = factory.objectNode();
			mapping.entries().forEach((name, entry) -> object.set(name, json(entry.value())));
			return object;
		}
		if (node instanceof Sequence sequence) {
			ArrayNode array = factory.arrayNode();
			sequence.items().forEach((item) -> array.add(json(item)));
			return array;
		}
		Scalar scalar = (Scalar) node;
		if (scalar.isNull()) {
			return factory.nullNode();
		}
		if (scalar.plain() && scalar.text().matches("true|false")) {
			return factory.booleanNode(scalar.text().equals("true"));
		}
		if (scalar.plain() && scalar.text().matches("[-+]?[0-9]+")) {
			return factory.numberNode(new java.math.BigInteger(scalar.text()));
		}
		if (scalar.plain() && scalar.text().matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?")) {
			return factory.numberNode(new java.math.BigDecimal(scalar.text()));
		}
		return factory.stringNode(scalar.text());
	}

	static Stream<Refused> refusedByTheSchema() {
		return refused().filter((each) -> each.kind() == 'S');
	}

	static Stream<Refused> refusedByMeaning() {
		return refused().filter((each) -> each.kind() == 'M');
	}

	static Stream<Refused> refused() {
		String intact = read(RESOURCES.resolve("base.yaml"));
		List<Refused> refused = new ArrayList<>();
		for (String line : read(RESOURCES.resolve("refused.txt")).lines().toList()) {
			if (!line.startsWith("#")) {
				String[] parts = line.split("¦", -1);
				assertThat(parts).as(line).hasSize(4);
				String old = unescaped(parts[1]);
				assertThat(intact).contains(old);
				int at = intact.indexOf(old);
				String text = intact.substring(0, at) + unescaped(parts[2]) + intact.substring(at + old.length());
				refused.add(new Refused(parts[0].charAt(0), parts[1] + " -> " + parts[2], text,
						List.of(parts[3].split(" & "))));
			}
		}
		return refused.stream();
	}

	private static String unescaped(String text) {
		return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0001", "\u0001");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	record Refused(char kind, String change, String text, List<String> errors) {

		@Override
		public String toString() {
			return this.change;
		}

	}

}
