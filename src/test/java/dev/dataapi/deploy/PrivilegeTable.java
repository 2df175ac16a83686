package dev.dataapi.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What statements and commands need, as privileges.txt lists it. */
final class PrivilegeTable {

	private static final String NAME = "('(?:[^']|'')*'|[^ ']+)";

	private static final Pattern PART = Pattern.compile("\\{([a-z]+)}|\\[([^]]+)]|(\\.\\.\\.)|([^ ]+)");

	private final List<Entry> entries;

	PrivilegeTable() {
		this.entries = lines().stream().map(Entry::of).toList();
	}

	List<Entry> entries() {
		return this.entries;
	}

	/** What a statement needs, with its own names in place of the table's. */
	Optional<Demand> of(List<String> statement) {
		return of(text(statement));
	}

	Optional<Demand> of(String text) {
		return this.entries.stream().flatMap((entry) -> entry.match(text).stream()).findFirst();
	}

	/** A statement as one line, its names with their dots. */
	static String text(List<String> statement) {
		return String.join(" ", statement).replace(" . ", ".");
	}

	private static List<String> lines() {
		InputStreamReader file = new InputStreamReader(
				Objects.requireNonNull(PrivilegeTable.class.getResourceAsStream("privileges.txt")),
				StandardCharsets.UTF_8);
		try (BufferedReader reader = new BufferedReader(file)) {
			return reader.lines().filter((line) -> !line.isBlank() && !line.startsWith("#")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A line of the table. */
	record Entry(String form, Pattern pattern, List<String> variables, List<String> needs, String makes, String page) {

		static Entry of(String line) {
			String[] fields = Arrays.stream(line.split("\\|", -1)).map(String::trim).toArray(String[]::new);
			if (fields.length != 4 || fields[3].isEmpty()) {
				throw new IllegalArgumentException("Not statement | needs | makes | page: " + line);
			}
			StringBuilder pattern = new StringBuilder();
			List<String> variables = new ArrayList<>();
			Matcher part = PART.matcher(fields[0]);
			while (part.find()) {
				if (part.group(1) != null) {
					variables.add(part.group(1));
					pattern.append(NAME).append(' ');
				}
				else if (part.group(2) != null) {
					pattern.append("(?:").append(Pattern.quote(part.group(2) + " ")).append(")?");
				}
				else {
					pattern.append((part.group(3) != null) ? ".* " : Pattern.quote(part.group(4) + " "));
				}
			}
			return new Entry(fields[0], Pattern.compile(pattern.toString()), variables,
					Arrays.stream(fields[1].split(", ")).filter((need) -> !need.isEmpty()).toList(), fields[2],
					fields[3]);
		}

		Optional<Demand> match(String text) {
			Matcher matcher = this.pattern.matcher(text + " ");
			if (!matcher.matches()) {
				return Optional.empty();
			}
			Map<String, String> names = new LinkedHashMap<>();
			for (int i = 0; i < this.variables.size(); i++) {
				names.put(this.variables.get(i), matcher.group(i + 1).replaceAll("^'|'$", ""));
			}
			return Optional.of(new Demand(this, names,
					this.needs.stream().map((need) -> Need.of(fill(need, names))).toList(), fill(this.makes, names)));
		}

		private static String fill(String text, Map<String, String> names) {
			String filled = text;
			for (Map.Entry<String, String> name : names.entrySet()) {
				String[] parts = name.getValue().split("\\.");
				filled = filled.replace("{" + name.getKey() + "}", name.getValue())
					.replace("{" + name.getKey() + ".database}", parts[0])
					.replace("{" + name.getKey() + ".schema}", parts[0] + "." + parts[Math.min(1, parts.length - 1)]);
			}
			return filled;
		}

	}

	/** What one statement needs, and what it makes. */
	record Demand(Entry entry, Map<String, String> names, List<Need> needs, String makes) {

	}

	/**
	 * One thing that a role must have.
	 *
	 * @param privileges of which one is enough; empty for a role to hold
	 * @param on the kind and the name, {@code ACCOUNT}, {@code ROLE x} or
	 * {@code WAREHOUSE}
	 */
	record Need(List<String> privileges, String on) {

		static Need of(String text) {
			int at = text.indexOf(" ON ");
			return (at < 0) ? new Need(List.of(), text)
					: new Need(List.of(text.substring(0, at).split("/")), text.substring(at + 4));
		}

		@Override
		public String toString() {
			return (this.privileges.isEmpty()) ? this.on : String.join(" or ", this.privileges) + " on " + this.on;
		}

	}

}
