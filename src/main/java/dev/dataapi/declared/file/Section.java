package dev.dataapi.declared.file;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.dataapi.NearestWord;
import dev.dataapi.declared.file.YamlTree.Mapping;
import dev.dataapi.declared.file.YamlTree.Node;
import dev.dataapi.declared.file.YamlTree.Pair;
import dev.dataapi.declared.file.YamlTree.Scalar;
import dev.dataapi.declared.file.YamlTree.Sequence;
import dev.dataapi.declared.sql.Name;
import dev.dataapi.declared.type.DecimalType;
import dev.dataapi.declared.type.IntegerType;
import dev.dataapi.declared.type.ValueTypes;
import dev.dataapi.endpoint.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * Names and values of the file that belong together, such as a parameter. A missing or
 * invalid value is reported and read as absent, so that the rest is still checked.
 */
final class Section {

	private static final int MAX_DESCRIPTION = 2000;

	/** Ends the names of what stands in a file of its own. */
	private static final String FILE = "_file";

	private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|[smhd])");

	private static final Map<String, ChronoUnit> UNITS = Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m",
			ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);

	/** How what other formats say by these names is said here. */
	private static final Map<String, String> OTHERWISE = Map.of("in",
			" Parameters of a report stand in the query, keys of a look-up in the path.", "required",
			" What has neither 'default' nor 'optional' is required.", "nullable", " Any column may be null.");

	private final String title;

	private final Mapping mapping;

	private final File file;

	private final FileErrors errors;

	/** Places in texts that stand in a file of their own, by the texts' names. */
	private final Map<String, IntFunction<Position>> elsewhere = new HashMap<>();

	/** The title is what the section is called in a sentence. */
	Section(String title, Mapping mapping, File file) {
		this.title = title;
		this.mapping = mapping;
		this.file = file;
		this.errors = file.errors();
	}

	/**
	 * Reports all names but these, and those of them that are missing.
	 * @param names the known names; those that end in {@code !} are required
	 */
	void knows(String... names) {
		List<String> known = Stream.of(names).map((name) -> name.replace("!", "")).toList();
		Set<String> misspelt = new HashSet<>();
		this.mapping.entries().forEach((name, entry) -> {
			if (!known.contains(name) && !isRestOfDecimal(name, entry.value())) {
				misspelt.add(NearestWord.of(name, known));
				this.errors.add(entry.at(), this.title + " has no " + Excerpt.of(name) + "."
						+ OTHERWISE.getOrDefault(name, "") + FileErrors.didYouMean(name, known));
			}
		});
		for (String name : known) {
			if (!has(name) && !has(name + FILE) && !misspelt.contains(name) && List.of(names).contains(name + "!")) {
				problem(name, this.title + " needs '" + name + "'.");
			}
		}
	}

	/** The rest of a decimal without quotes, about which the type's error tells. */
	private boolean isRestOfDecimal(String name, Node value) {
		return name.endsWith(")") && value instanceof Scalar rest && rest.isNull()
				&& node("type") instanceof Scalar type && DecimalType.isCut(type.text());
	}

	/** What a path of names and indexes leads to, or nothing. */
	private @Nullable Node node(Object... path) {
		Node node = this.mapping;
		for (Object step : path) {
			node = child(node, step);
		}
		return node;
	}

	private static @Nullable Node child(@Nullable Node node, Object step) {
		if (node instanceof Mapping mapping && step instanceof String name) {
			Pair entry = mapping.entries().get(name);
			return (entry != null) ? entry.value() : null;
		}
		return (node instanceof Sequence list && step instanceof Integer index && index < list.items().size())
				? list.items().get(index) : null;
	}

	boolean has(Object... path) {
		return node(path) != null;
	}

	/**
	 * The names in it, in the order of the file; those that are no names are reported.
	 */
	List<String> names() {
		this.mapping.entries().forEach((name, entry) -> {
			if (!Name.isName(name)) {
				this.errors.add(entry.at(), Excerpt.of(name) + " cannot be a name: " + Name.ACCEPTED + ".");
			}
		});
		return List.copyOf(this.mapping.entries().keySet());
	}

	boolean isList(String name) {
		return node(name) instanceof Sequence;
	}

	/** Where a path of names and indexes leads to, as far as the file has it. */
	Position at(Object... path) {
		if (path.length == 1 && this.elsewhere.containsKey(path[0])) {
			return this.elsewhere.get(path[0]).apply(0);
		}
		Node node = node(path);
		return (node != null) ? node.at() : at(Arrays.copyOf(path, path.length - 1));
	}

	/** Where an index of a text stands. */
	Position within(String name, int offset) {
		if (this.elsewhere.containsKey(name)) {
			return this.elsewhere.get(name).apply(offset);
		}
		return (node(name) instanceof Scalar scalar) ? scalar.at(offset, this.file.lines()) : at(name);
	}

	/** Reports an error in what stands under a name. */
	void problem(String name, String sentence) {
		this.errors.add(at(name), sentence);
	}

	/** Reports an error at an index of a text. */
	void problem(String name, int offset, String sentence) {
		this.errors.add(within(name, offset), sentence);
	}

	/** A text, a number or a word as it was written. */
	@Nullable String value(String name) {
		return value(name, node(name));
	}

	private @Nullable String value(String name, @Nullable Node node) {
		if (node instanceof Scalar scalar && !scalar.isNull()) {
			return scalar.text();
		}
		if (node != null) {
			this.errors.add(node.at(), "'" + name + "' " + ((node instanceof Scalar)
					? "has no value: write it in quotes, or leave the name out." : "must be a single value."));
		}
		return null;
	}

	/** The text under a name, or that of the file which {@code name_file} names. */
	@Nullable String text(String name) {
		String setting = name + FILE;
		String named = value(setting);
		if (named == null) {
			return value(name);
		}
		if (has(name)) {
			problem(setting, "'%s' and '%s' exclude each other.".formatted(name, setting));
			return null;
		}
		try {
			Path beside = Path.of(named);
			if (beside.isAbsolute()) {
				problem(setting, "'%s' is a path from this file, not one that begins with /.".formatted(setting));
				return null;
			}
			String path = Path.of(this.file.name()).resolveSibling(beside).toString();
			String text = this.file.files().text(path, this.errors);
			String lines = (text != null) ? text.replace("\r\n", "\n") : "";
			this.elsewhere.put(name, (offset) -> Position.start(path).after(lines, offset));
			return (text != null) ? lines : null;
		}
		catch (IOException | InvalidPathException ex) {
			problem(setting, Excerpt.of(named) + " is no file beside this one that this process can read.");
			return null;
		}
	}

	/** The values of a list, or a single one. */
	@Nullable List<String> values(String name) {
		Node node = node(name);
		if (!(node instanceof Sequence sequence)) {
			String value = value(name, node);
			return (value != null) ? List.of(value) : null;
		}
		return sequence.items().stream().map((item) -> value(name, item)).filter(Objects::nonNull).toList();
	}

	/**
	 * Any text that is not blank, of characters that people see: a model reads the
	 * others, too.
	 */
	@Nullable String description() {
		String text = value("description");
		if (text == null) {
			return null;
		}
		OptionalInt hidden = text.codePoints().filter(Section::isHidden).findFirst();
		if (hidden.isPresent()) {
			problem("description", "'description' has the invisible character U+%04X.".formatted(hidden.getAsInt()));
			return null;
		}
		if (text.isBlank() || text.length() > MAX_DESCRIPTION) {
			problem("description", "'description' must be a text of 1 to %d characters.".formatted(MAX_DESCRIPTION));
			return null;
		}
		return text.strip();
	}

	/** Joiners are not shown either, but emoji and some scripts need them. */
	private static boolean isHidden(int character) {
		int type = Character.getType(character);
		return (type == Character.CONTROL && character != '\n' && character != '\t')
				|| (type == Character.FORMAT && character != 0x200C && character != 0x200D);
	}

	/** The name of a part of a key or of a parameter. */
	@Nullable String name() {
		String name = value("name");
		if (name != null && !Name.isName(name)) {
			problem("name", Excerpt.of(name) + " cannot be a name: " + Name.ACCEPTED + ".");
			return null;
		}
		return name;
	}

	/** A whole number, written without quotes. */
	int integer(String name, int least, int most, int otherwise) {
		Node node = node(name);
		if (node == null) {
			return otherwise;
		}
		Long value = (node instanceof Scalar scalar && scalar.plain()) ? IntegerType.value(scalar.text()) : null;
		if (value == null || value < least || value > most) {
			problem(name, "'%s' must be a whole number from %d to %d.".formatted(name, least, most));
			return otherwise;
		}
		return value.intValue();
	}

	/** {@code true} or {@code false}, written without quotes; false where absent. */
	boolean flag(String name) {
		Node node = node(name);
		if (node == null) {
			return false;
		}
		if (node instanceof Scalar scalar && scalar.plain() && List.of("true", "false").contains(scalar.text())) {
			return scalar.text().equals("true");
		}
		problem(name, "'" + name + "' must be true or false.");
		// any other spelling most likely means true
		return true;
	}

	/**
	 * A duration such as {@code 500ms}, {@code 10s}, {@code 15m}, {@code 1h}, {@code 1d}.
	 */
	@Nullable Duration duration(String name, String least, String most) {
		Node node = node(name);
		Duration value = (node instanceof Scalar scalar) ? duration(scalar.text()) : null;
		boolean fits = value != null && value.compareTo(Objects.requireNonNull(duration(least))) >= 0
				&& value.compareTo(Objects.requireNonNull(duration(most))) <= 0;
		if (node != null && !fits) {
			problem(name, "'%s' must be a duration from %s to %s, such as 500ms, 10s, 15m or 1h.".formatted(name, least,
					most));
		}
		return fits ? value : null;
	}

	private static @Nullable Duration duration(String text) {
		Matcher matcher = DURATION.matcher(text);
		return matcher.matches()
				? Duration.of(Integer.parseInt(matcher.group(1)), Objects.requireNonNull(UNITS.get(matcher.group(2))))
				: null;
	}

	/** A day, or nothing if there is none. */
	@Nullable LocalDate date(String name, String accepted) {
		String text = value(name);
		if (text == null) {
			return null;
		}
		if (Objects.requireNonNull(ValueTypes.of("date")).parse(text) instanceof LocalDate day) {
			return day;
		}
		problem(name, "'%s' must be %s, such as 2027-06-30.".formatted(name, accepted));
		return null;
	}

	/** The section under a name, or nothing if there is none. */
	@Nullable Section section(String name) {
		Node node = node(name);
		return (node != null) ? section("'" + name + "'", node) : null;
	}

	private @Nullable Section section(String title, Node node) {
		if (node instanceof Mapping each) {
			return new Section(title, each, this.file);
		}
		this.errors.add(node.at(), title + " must be names with values.");
		return null;
	}

	/** The sections in it, by their names. */
	Map<String, Section> sections(String title) {
		Map<String, Section> sections = new LinkedHashMap<>();
		this.mapping.entries().forEach((name, entry) -> {
			Section section = section(title, entry.value());
			if (section != null) {
				sections.put(name, section);
			}
		});
		return sections;
	}

	/** The sections under a name, each under a name of its own. */
	Map<String, Section> named(String name, String title) {
		Node node = node(name);
		Map<String, Section> sections = new LinkedHashMap<>();
		if (node instanceof Mapping all) {
			all.entries().forEach((each, entry) -> {
				if (!Name.isName(each)) {
					this.errors.add(entry.at(),
							Excerpt.of(each) + " cannot be the name of an endpoint: " + Name.ACCEPTED + ".");
				}
				Section section = section(title, entry.value());
				if (section != null) {
					sections.put(each, section);
				}
			});
		}
		else if (node != null && !(node instanceof Scalar scalar && scalar.isNull())) {
			problem(name, "'" + name + "' must be names of endpoints with their declarations.");
		}
		return sections;
	}

	/**
	 * The sections in a list.
	 * @param name the list's name
	 * @param title what each is called in a sentence
	 * @param least how many there must be
	 * @param most how many are accepted
	 * @return the sections, none if the name is absent
	 */
	List<Section> list(String name, String title, int least, int most) {
		Node node = node(name);
		if (node != null && !(node instanceof Sequence)) {
			problem(name, "'" + name + "' must be a list.");
		}
		List<Node> items = (node instanceof Sequence sequence) ? sequence.items() : List.of();
		if (isList(name) && items.size() < least) {
			problem(name, "'" + name + "' is empty.");
		}
		if (items.size() > most) {
			problem(name, "'%s' has %d items: at most %d are accepted.".formatted(name, items.size(), most));
		}
		return items.stream().map((item) -> section(title, item)).filter(Objects::nonNull).toList();
	}

	/** A file while it is read: its path, for errors, and what reads files it names. */
	record File(String name, List<String> lines, FileErrors errors, ReadFiles files) {
	}

}
