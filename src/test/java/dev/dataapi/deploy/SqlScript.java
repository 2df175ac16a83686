package dev.dataapi.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Snowflake script as its statements, each a list of words and signs.
 *
 * @param path the file
 * @param statements in their order, without comments
 */
record SqlScript(String path, List<List<String>> statements) {

	/** Values for the {@code <% name %>} marks. */
	static final Map<String, String> MARKS = Map.ofEntries(Map.entry("ockam_egress", "'a.test:443', 'b.test:4015'"),
			Map.entry("ockam_ticket", "81a1"), Map.entry("public_key", "MIIB"), Map.entry("image_tag", "0a1b2c3"),
			Map.entry("caller_addresses", "'192.0.2.7', '198.51.100.0/24'"), Map.entry("service", "API.PUBLIC.API"),
			Map.entry("schema", "API.PUBLIC"), Map.entry("email", "operators@example.test"),
			Map.entry("credits", "150"), Map.entry("callers", "crm reporting 0f1e"),
			Map.entry("authentication", "ingress,keys"), Map.entry("issuer_hosts", "'login.test:443'"),
			Map.entry("token_issuer", "https://login.test"));

	private static final Pattern TOKEN = Pattern.compile(
			"(--[^\n]*|\\s+)|('(?:[^']|'')*'|\\$?[A-Za-z_][A-Za-z0-9_$]*|[0-9]+(?:\\.[0-9]+)?|=>|\\|\\||[(),=.@!*;-])");

	static SqlScript read(String path) {
		return read(path, Map.of());
	}

	/** Reads a script with other values for some marks. */
	static SqlScript read(String path, Map<String, String> marks) {
		return of(path, DeploymentFiles.read(path), marks);
	}

	static SqlScript of(String path, String script, Map<String, String> marks) {
		String text = script;
		for (Map.Entry<String, String> mark : MARKS.entrySet()) {
			text = text.replace("<% " + mark.getKey() + " %>", marks.getOrDefault(mark.getKey(), mark.getValue()));
		}
		return new SqlScript(path, statements(path, text));
	}

	static List<SqlScript> readAll() {
		return DeploymentFiles.list("sql", ".sql").stream().map(SqlScript::read).toList();
	}

	/**
	 * What a concatenation yields, with an x for each part that is not a literal.
	 */
	static String concatenation(List<String> expression) {
		StringBuilder text = new StringBuilder();
		int depth = 0;
		for (String token : expression) {
			if (token.equals(")")) {
				depth--;
			}
			if (depth == 0 && token.startsWith("'")) {
				text.append(DeployedService.unquote(token).replace("''", "'"));
			}
			else if (depth == 0 && token.equals("(")) {
				text.append('x');
			}
			if (token.equals("(")) {
				depth++;
			}
		}
		return text.toString();
	}

	private static List<List<String>> statements(String path, String text) {
		List<List<String>> statements = new ArrayList<>();
		List<String> statement = new ArrayList<>();
		Matcher matcher = TOKEN.matcher(text);
		int at = 0;
		while (at < text.length()) {
			if (!matcher.find(at) || matcher.start() != at) {
				throw new IllegalArgumentException(
						path + ": no SQL: " + text.substring(at).lines().findFirst().orElse(""));
			}
			at = matcher.end();
			String token = matcher.group(2);
			if (";".equals(token)) {
				statements.add(List.copyOf(statement));
				statement.clear();
			}
			else if (token != null) {
				statement.add(token);
			}
		}
		if (!statement.isEmpty()) {
			throw new IllegalArgumentException(path + ": no semicolon after " + String.join(" ", statement));
		}
		return statements;
	}

}
