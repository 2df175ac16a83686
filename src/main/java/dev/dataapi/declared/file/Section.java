package dev.dataapi.declared.file;

import dev.dataapi.declared.type.DecimalType;
import dev.dataapi.declared.InvalidRequestException;
import dev.dataapi.declared.type.Literals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.dataapi.NearestWord;
import dev.dataapi.declared.file.YamlTree.Entry;
import dev.dataapi.declared.file.YamlTree.Mapping;
import dev.dataapi.declared.file.YamlTree.Node;
import dev.dataapi.declared.file.YamlTree.Position;
import dev.dataapi.declared.file.YamlTree.Scalar;
import dev.dataapi.declared.file.YamlTree.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * Names and values of the file that belong together, such as a parameter. A missing or
 * invalid value is reported and read as absent, so that the rest is still checked.
 */
public final class Section {

	private static final int MAX_NAME = 64;

	private static final int MAX_DESCRIPTION = 2000;

	/** How what other formats say by these names is said here. */
	private static final Map<String, String> OTHERWISE = Map.of("in",
			" Parameters of a report stand in the query, keys of a look-up in the path.", "required",
			" What has neither 'default' nor 'optional' is required.", "nullable", " Any column may be null.");

	private final String title;

	private final Mapping mapping;

	private final FileErrors problems;

	private final List<String> lines;

	/** Known names that are misspelt here. */
	private final Set<String> misspelt = new HashSet<>();

	/**
	 * Creates the file's outermost section.
	 * @param title what it is called in a sentence
	 * @param mapping the names and values
	 * @param problems told what is wrong
	 * @param lines the file's lines
	 */
	public Section(String title, Mapping mapping, FileErrors problems, List<String> lines) {
		this.title = title;
		this.mapping = mapping;
		this.problems = problems;
		this.lines = lines;
	}

	public Position at() {
		return this.mapping.at();
	}

	/** Reports all names but these. */
	public void knows(String... names) {
		List<String> known = List.of(names);
		this.mapping.entries().forEach((name, entry) -> {
			if (!known.contains(name) && !isRestOfDecimal(name, entry.value())) {
				String nearest = NearestWord.of(name, known);
				if (nearest != null) {
					this.misspelt.add(nearest);
				}
				this.problems.add(entry.at(), this.title + " has no " + InvalidRequestException.shown(name) + "."
						+ OTHERWISE.getOrDefault(name, "") + FileErrors.didYouMean(name, known));
			}
		});
	}

	/**
	 * The rest of a decimal without quotes, whose error the type reports.
	 */
	private boolean isRestOfDecimal(String name, Node value) {
		return name.endsWith(")") && value instanceof Scalar rest && rest.isNull()
				&& node("type") instanceof Scalar type && DecimalType.isCut(type.text());
	}

	public boolean has(String name) {
		return this.mapping.entries().containsKey(name);
	}

	/** Where a name's value stands, or the section if it does not. */
	public Position at(String name) {
		Entry entry = this.mapping.entries().get(name);
		return (entry != null) ? entry.value().at() : this.mapping.at();
	}

	public void problem(String name, String sentence) {
		this.problems.add(at(name), sentence);
	}

	/** Reports an error at an index of a text. */
	public void problem(String name, int offset, String sentence) {
		this.problems.add((node(name) instanceof Scalar scalar) ? scalar.at(offset, this.lines) : at(name), sentence);
	}

	private @Nullable Node node(String name) {
		Entry entry = this.mapping.entries().get(name);
		return (entry != null) ? entry.value() : null;
	}

	private @Nullable Node requiredNode(String name) {
		Node node = node(name);
		if (node == null && !this.misspelt.contains(name)) {
			this.problems.add(at(), this.title + " needs '" + name + "'.");
		}
		return node;
	}

	/** A text, a number or a word as it was written. */
	public @Nullable String value(String name) {
		return value(name, node(name));
	}

	private @Nullable String value(String name, @Nullable Node node) {
		if (node == null) {
			return null;
		}
		if (!(node instanceof Scalar scalar)) {
			this.problems.add(node.at(), "'" + name + "' must be a single value.");
			return null;
		}
		if (scalar.isNull()) {
			this.problems.add(node.at(), "'" + name + "' has no value: write it in quotes, or leave the name out.");
			return null;
		}
		return scalar.text();
	}

	public @Nullable String requiredValue(String name) {
		return value(name, requiredNode(name));
	}

	/** The values of a list, or a single one. */
	public @Nullable List<String> values(String name) {
		Node node = node(name);
		if (!(node instanceof Sequence sequence)) {
			String value = value(name, node);
			return (value != null) ? List.of(value) : null;
		}
		List<String> values = new ArrayList<>();
		for (Node item : sequence.items()) {
			String value = value(name, item);
			if (value != null) {
				values.add(value);
			}
		}
		return values;
	}

	public boolean isList(String name) {
		return node(name) instanceof Sequence;
	}

	/** A description or example: any text that is not blank. */
	public @Nullable String description() {
		String text = value("description");
		if (text == null) {
			return null;
		}
		if (text.isBlank() || text.length() > MAX_DESCRIPTION) {
			problem("description", "'description' must be a text of 1 to %d characters.".formatted(MAX_DESCRIPTION));
			return null;
		}
		return text.strip();
	}

	/** The name of a key part or parameter. */
	public @Nullable String requiredName() {
		String name = requiredValue("name");
		if (name != null && !isName(name)) {
			problem("name", InvalidRequestException.shown(name) + " cannot be a name: " + NAME_RULE);
			return null;
		}
		return name;
	}

	/** What {@link #isName} takes, for a sentence. */
	public static final String NAME_RULE = "letters, digits, _ and - are accepted, not - first, up to " + MAX_NAME
			+ ".";

	public static boolean isName(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (!isNamePart(text.charAt(i), i == 0)) {
				return false;
			}
		}
		return !text.isEmpty() && text.length() <= MAX_NAME;
	}

	public static boolean isNamePart(char character, boolean first) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || character == '_' || (character == '-' && !first);
	}

	/** A whole number, written without quotes. */
	public @Nullable Integer integer(String name, int least, int most) {
		Node node = node(name);
		if (node == null) {
			return null;
		}
		Long value = (node instanceof Scalar scalar && scalar.plain()) ? Literals.integer(scalar.text()) : null;
		if (value == null || value < least || value > most) {
			this.problems.add(node.at(), "'%s' must be a whole number from %d to %d.".formatted(name, least, most));
			return null;
		}
		return value.intValue();
	}

	public int integer(String name, int least, int most, int otherwise) {
		Integer value = integer(name, least, most);
		return (value != null) ? value : otherwise;
	}

	/** {@code true} or {@code false}, written without quotes; false where absent. */
	public boolean flag(String name) {
		Node node = node(name);
		if (node == null) {
			return false;
		}
		if (node instanceof Scalar scalar && scalar.plain()
				&& (scalar.text().equals("true") || scalar.text().equals("false"))) {
			return scalar.text().equals("true");
		}
		this.problems.add(node.at(), "'" + name + "' must be true or false.");
		// any other spelling most likely means true
		return true;
	}

	/**
	 * A duration such as {@code 500ms}, {@code 10s}, {@code 15m}, {@code 1h}, {@code 1d}.
	 */
	public @Nullable Duration duration(String name, String least, String most) {
		Node node = node(name);
		if (node == null) {
			return null;
		}
		Duration value = (node instanceof Scalar scalar) ? duration(scalar.text()) : null;
		if (value == null || value.compareTo(require(duration(least))) < 0
				|| value.compareTo(require(duration(most))) > 0) {
			this.problems.add(node.at(), "'%s' must be a duration from %s to %s, such as 500ms, 10s, 15m or 1h."
				.formatted(name, least, most));
			return null;
		}
		return value;
	}

	private static Duration require(@Nullable Duration duration) {
		if (duration == null) {
			throw new IllegalArgumentException("A bound is not a duration");
		}
		return duration;
	}

	private static @Nullable Duration duration(String text) {
		int digits = 0;
		while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
			digits++;
		}
		if (digits < 1 || digits > 9) {
			return null;
		}
		int amount = Integer.parseInt(text.substring(0, digits));
		return switch (text.substring(digits)) {
			case "ms" -> Duration.ofMillis(amount);
			case "s" -> Duration.ofSeconds(amount);
			case "m" -> Duration.ofMinutes(amount);
			case "h" -> Duration.ofHours(amount);
			case "d" -> Duration.ofDays(amount);
			default -> null;
		};
	}

	/** The section under a name, or nothing if there is none. */
	public @Nullable Section section(String name) {
		Node node = node(name);
		return (node != null) ? section("'" + name + "'", node) : null;
	}

	private @Nullable Section section(String title, Node node) {
		if (node instanceof Mapping each) {
			return new Section(title, each, this.problems, this.lines);
		}
		this.problems.add(node.at(), title + " must be names with values.");
		return null;
	}

	/** The sections under a name, each under a name of its own. */
	public Map<String, Section> named(String name, String title) {
		Node node = node(name);
		Map<String, Section> sections = new LinkedHashMap<>();
		if (node == null || (node instanceof Scalar scalar && scalar.isNull())) {
			return sections;
		}
		if (!(node instanceof Mapping all)) {
			this.problems.add(node.at(), "'" + name + "' must be names of endpoints with their declarations.");
			return sections;
		}
		all.entries().forEach((each, entry) -> {
			if (!isName(each)) {
				this.problems.add(entry.at(),
						InvalidRequestException.shown(each) + " cannot be the name of an endpoint: " + NAME_RULE);
			}
			Section section = section(title, entry.value());
			if (section != null) {
				sections.put(each, section);
			}
		});
		return sections;
	}

	/**
	 * The sections in a list.
	 * @param name the list's name
	 * @param title what each is called in a sentence
	 * @param most how many are accepted
	 * @return the sections, none if the name is absent
	 */
	public List<Section> list(String name, String title, int most) {
		Node node = node(name);
		List<Section> sections = new ArrayList<>();
		if (node == null) {
			return sections;
		}
		if (!(node instanceof Sequence sequence)) {
			this.problems.add(node.at(), "'" + name + "' must be a list.");
			return sections;
		}
		if (sequence.items().size() > most) {
			this.problems.add(node.at(),
					"'%s' has %d items: at most %d are accepted.".formatted(name, sequence.items().size(), most));
		}
		for (Node item : sequence.items()) {
			Section section = section(title, item);
			if (section != null) {
				sections.add(section);
			}
		}
		return sections;
	}

	/** As {@link #list}, of at least one. */
	public List<Section> requiredList(String name, String title, int most) {
		Node node = requiredNode(name);
		if (node instanceof Sequence sequence && sequence.items().isEmpty()) {
			this.problems.add(node.at(), "'" + name + "' is empty.");
		}
		return list(name, title, most);
	}

}
