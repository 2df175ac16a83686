package dev.dataapi.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The forms of statement in snowflake-statements.txt, each as a pattern over words and
 * signs, each followed by a blank.
 */
final class SqlForms {

	private static final String ID = "[A-Za-z_][A-Za-z0-9_$]* ";

	private static final String COLUMN = ID
			+ "(?:NUMBER \\( [0-9]+ , [0-9]+ \\) |VARCHAR \\( [0-9]+ \\) |DATE )(?:NOT NULL )?(?:PRIMARY KEY )?";

	private static final String KEY = "PRIMARY KEY \\( " + ID + "(?:, " + ID + ")*\\) ";

	private static final Map<String, String> KINDS = Map.of("<id>", ID, "<name>", ID + "(?:\\. " + ID + "){0,2}",
			"<variable>", "\\$" + ID, "<string>", "'(?:[^']|'')*' ", "<number>", "[0-9]+ ", "<bool>", "(?:TRUE|FALSE) ",
			"<columns>", "(?<columns>(?:%1$s|%2$s)(?:, (?:%1$s|%2$s))*)".formatted(COLUMN, KEY), "<query>",
			"(?<query>SELECT [^$!]+)");

	private final List<Pattern> forms = new ArrayList<>();

	private final Set<String> keywords = new TreeSet<>(
			Set.of("NOT", "NULL", "PRIMARY", "KEY", "NUMBER", "VARCHAR", "DATE"));

	SqlForms() {
		StringBuilder form = new StringBuilder();
		for (String line : lines()) {
			if (!line.startsWith(" ") && !form.isEmpty()) {
				this.forms.add(compile(form.toString()));
				form.setLength(0);
			}
			form.append(line).append(' ');
		}
		this.forms.add(compile(form.toString()));
	}

	/** Every word that is part of a form. */
	Set<String> keywords() {
		return this.keywords;
	}

	/**
	 * The statement's match with the first form that it has, its query and columns as
	 * groups.
	 */
	Optional<Matcher> match(List<String> statement) {
		String text = String.join(" ", statement) + " ";
		return this.forms.stream().map((form) -> form.matcher(text)).filter(Matcher::matches).findFirst();
	}

	private Pattern compile(String form) {
		StringBuilder pattern = new StringBuilder();
		int alternatives = 0;
		for (String part : form.trim().split("\\s+")) {
			switch (part) {
				case "[" -> pattern.append("(?:");
				case "]" -> pattern.append(")?");
				case "{" -> {
					alternatives = pattern.length();
					pattern.append("(?:");
				}
				case "|" -> pattern.append('|');
				case "}" -> pattern.append(')');
				case "}+" -> {
					String item = pattern.append(')').substring(alternatives);
					pattern.append("(?:, ").append(item).append(")*");
				}
				default -> pattern.append(KINDS.getOrDefault(part, Pattern.quote(part + " ")));
			}
			if (part.matches("[A-Z$_0-9]+")) {
				this.keywords.add(part);
			}
		}
		return Pattern.compile(pattern.toString());
	}

	private static List<String> lines() {
		InputStreamReader file = new InputStreamReader(
				Objects.requireNonNull(SqlForms.class.getResourceAsStream("snowflake-statements.txt")),
				StandardCharsets.UTF_8);
		try (BufferedReader reader = new BufferedReader(file)) {
			return reader.lines().filter((line) -> !line.isBlank() && !line.startsWith("#")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
