package dev.dataapi.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the deployment files, and fills in specifications as {@code USING} does. */
final class DeploymentFiles {

	private static final Pattern VARIABLE = Pattern
		.compile("\\{\\{ ([a-z][a-z0-9_]*)(?: \\| default\\('([^']*)'\\))? }}");

	private DeploymentFiles() {
	}

	static boolean exists(String path) {
		return Files.exists(Path.of(path));
	}

	static String read(String path) {
		try {
			return Files.readString(Path.of(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The folder's files with that ending, in the order of their names. */
	static List<String> list(String folder, String ending) {
		if (!exists(folder)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(Path.of(folder))) {
			return files.map(Path::toString).filter((path) -> path.endsWith(ending)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The specifications, which share their folder with the declared endpoints. */
	static List<String> specifications() {
		return list("spec", ".yaml").stream().filter((path) -> !path.startsWith("spec/endpoints")).toList();
	}

	/** The names of a template's variables. */
	static Set<String> variables(String template) {
		Set<String> names = new TreeSet<>();
		VARIABLE.matcher(template).results().forEach((match) -> names.add(match.group(1)));
		return names;
	}

	/**
	 * Puts the values, else the defaults, into a template; a variable without either is
	 * an error.
	 */
	static String fill(String template, Map<String, String> values) {
		String filled = VARIABLE.matcher(template).replaceAll((match) -> {
			String value = values.getOrDefault(match.group(1), match.group(2));
			if (value == null) {
				throw new IllegalArgumentException("No value for " + match.group(1));
			}
			return Matcher.quoteReplacement(value);
		});
		if (filled.contains("{{") || filled.contains("}}")) {
			throw new IllegalArgumentException("A variable that is not spelled {{ name }}: " + filled);
		}
		return filled;
	}

	/**
	 * A YAML document as maps, lists, strings, numbers and booleans; a key given twice is
	 * an error.
	 */
	static Map<String, Object> yaml(String text) {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		return new Yaml(new SafeConstructor(options)).load(text);
	}

}
