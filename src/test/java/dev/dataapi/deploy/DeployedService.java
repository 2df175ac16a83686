package dev.dataapi.deploy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A service as a CREATE SERVICE or ALTER SERVICE statement of a script defines it.
 *
 * @param statement the statement
 * @param name the service's name
 * @param template the specification's file
 * @param values the values of USING, as the statement has them
 */
public record DeployedService(List<String> statement, String name, String template, Map<String, String> values) {

	public static List<DeployedService> readAll() {
		return SqlScript.readAll()
			.stream()
			.flatMap((script) -> script.statements().stream())
			.filter((statement) -> statement.contains("SPECIFICATION_TEMPLATE_FILE"))
			.map(DeployedService::of)
			.toList();
	}

	static DeployedService of(List<String> statement) {
		int from = statement.indexOf("SERVICE") + (statement.contains("EXISTS") ? 4 : 1);
		String name = String.join("", statement.subList(from, from + 5));
		int file = statement.indexOf("SPECIFICATION_TEMPLATE_FILE");
		Map<String, String> values = new TreeMap<>();
		for (int i = file; i < statement.size(); i++) {
			if (statement.get(i).equals("=>")) {
				values.put(statement.get(i - 1), statement.get(i + 1));
			}
		}
		return new DeployedService(statement, name, "spec/" + unquote(statement.get(file + 2)), values);
	}

	/** The value of a property of the statement, such as QUERY_WAREHOUSE. */
	String property(String property) {
		int at = this.statement.indexOf(property);
		return (at < 0) ? "" : this.statement.get(at + 2);
	}

	/**
	 * The specification in YAML, once for each documented way of rendering the values.
	 */
	Stream<String> renderings() {
		String file = DeploymentFiles.read(this.template);
		return Stream.of(true, false).map((quotes) -> {
			Map<String, String> rendered = new TreeMap<>();
			this.values.forEach((name, value) -> rendered.put(name, TemplateValue.of(value).rendered(quotes)));
			return DeploymentFiles.fill(file, rendered);
		}).distinct();
	}

	Map<String, Object> specification() {
		return DeploymentFiles.yaml(renderings().findFirst().orElseThrow());
	}

	public Stream<Map<?, ?>> containers() {
		return list(spec().get("containers"));
	}

	public Map<?, ?> container(String container) {
		return containers().filter((one) -> container.equals(one.get("name"))).findFirst().orElseThrow();
	}

	Stream<Map<?, ?>> endpoints() {
		return list(spec().get("endpoints"));
	}

	/** The names of the stages that are mounted, without their folders. */
	Stream<String> stages() {
		return list(spec().get("volumes")).filter((volume) -> "stage".equals(volume.get("source")))
			.map((volume) -> (String) ((Map<?, ?>) volume.get("stageConfig")).get("name"))
			.map((name) -> name.replaceFirst("@([^/]+).*", "$1"));
	}

	Map<?, ?> spec() {
		return (Map<?, ?>) Objects.requireNonNull(specification().get("spec"));
	}

	public static Stream<Map<?, ?>> list(Object list) {
		return (list == null) ? Stream.empty() : ((List<?>) list).stream().map((one) -> (Map<?, ?>) one);
	}

	static String unquote(String text) {
		return text.substring(1, text.length() - 1);
	}

	@Override
	public String toString() {
		return this.statement.get(0) + " " + this.name + " " + this.template + " " + this.values;
	}

}
