package dev.dataapi.declared.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;

import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.dialect.SqlLexer;
import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.dialect.SqlLexer.Kind;
import dev.dataapi.dialect.SqlLexer.Token;
import dev.dataapi.endpoint.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a file: <code>${name}</code> in a table's name or a statement, where
 * it stands for one name without quotes. It takes the place of that name among the
 * tokens, before anything else reads them, so that all checks see what is sent.
 */
final class Variables {

	private static final String OWN = "DATA_API_";

	/** Of a variable that has no valid one, so that the rest is still checked. */
	private static final String UNKNOWN = "x";

	private final Map<String, String> values = new LinkedHashMap<>();

	private final Map<String, Section> sections = new LinkedHashMap<>();

	private final Set<String> used = new HashSet<>();

	/** Those that stand where they are text. */
	private final Set<String> quoted = new HashSet<>();

	/**
	 * Reads the variables at the top of a file.
	 * @param environment replaces names of environment variables by their values
	 */
	Variables(Section file, UnaryOperator<@Nullable String> environment) {
		Section all = file.section("variables");
		if (all == null) {
			return;
		}
		all.sections("A variable").forEach((name, section) -> {
			if (!Identifier.isBare(name)) {
				section.problem("", Excerpt.of(name) + " cannot be the name of a variable: " + Identifier.BARE + ".");
			}
			String value = value(section, environment);
			this.values.put(name, (value != null && Identifier.isBare(value)) ? value : UNKNOWN);
			this.sections.put(name, section);
		});
	}

	private static @Nullable String value(Section section, UnaryOperator<@Nullable String> environment) {
		section.knows("env", "default");
		if (!section.has("env") && !section.has("default")) {
			section.problem("", "A variable needs 'env', 'default' or both.");
		}
		String byDefault = section.value("default");
		if (byDefault != null && !Identifier.isBare(byDefault)) {
			section.problem("default", Excerpt.of(byDefault) + " is not a name: " + Identifier.BARE + ".");
		}
		String env = section.value("env");
		if (env == null) {
			return byDefault;
		}
		if (env.startsWith(OWN)) {
			section.problem("env", "'env' must not begin with " + OWN + ", as this service's settings do.");
			return byDefault;
		}
		String value = environment.apply(env);
		if (value == null || value.isBlank()) {
			if (!section.has("default")) {
				section.problem("env",
						"The environment variable %s is not set, and there is no 'default'.".formatted(env));
			}
			return byDefault;
		}
		if (!Identifier.isBare(value)) {
			// Not shown, since it may be a secret
			section.problem("env",
					"The environment variable %s does not hold a name: %s.".formatted(env, Identifier.BARE));
		}
		return value;
	}

	/**
	 * Cuts a text into tokens, and replaces variables by their values. Each keeps its
	 * place in the text.
	 * @param section told what is wrong
	 * @param name under which the text stands in the section
	 * @param text the text
	 * @param parameters names that are an error elsewhere, unless they are variables
	 * @throws InvalidSqlException where a token is malformed
	 */
	List<Token> tokens(Section section, String name, String text, Set<String> parameters) throws InvalidSqlException {
		try {
			return replace(SqlLexer.tokens(text), parameters, (sentence, at) -> section.problem(name, at, sentence));
		}
		catch (InvalidSqlException ex) {
			// Nobody can tell whether it would use them
			this.values.keySet().stream().filter((each) -> text.contains("${" + each + "}")).forEach(this.used::add);
			throw ex;
		}
	}

	private List<Token> replace(List<Token> tokens, Set<String> parameters, ObjIntConsumer<String> problem) {
		List<Token> replaced = new ArrayList<>(tokens.size());
		for (int i = 0; i < tokens.size(); i++) {
			Token token = tokens.get(i);
			List<Token> variable = tokens.subList(i, end(tokens, i));
			String name = name(variable);
			if (name == null || (!this.values.containsKey(name) && parameters.contains(name))) {
				checkText(token, problem);
				replaced.add(token);
				continue;
			}
			int end = i + variable.size();
			if (!this.values.containsKey(name)) {
				problem.accept("${" + name + "} is not a declared variable."
						+ (this.values.isEmpty()
								? " Declare it under 'variables', or declare a parameter and write {{" + name + "}}."
								: FileErrors.didYouMean(name, this.values.keySet())),
						token.start());
			}
			else if (token.kind() == Kind.WORD || (i > 0 && isName(tokens.get(i - 1)))
					|| (end < tokens.size() && isName(tokens.get(end)))) {
				problem.accept("${" + name + "} stands for a whole name, of which nothing else can be a part.",
						token.start());
			}
			this.used.add(name);
			StringBuilder source = new StringBuilder();
			variable.forEach((each) -> source.append(each.source()));
			replaced
				.add(new Token(Kind.WORD, token.start(), source.toString(), this.values.getOrDefault(name, UNKNOWN)));
			i = end - 1;
		}
		return replaced;
	}

	/** The index after a variable that begins at an index, or the same index. */
	private static int end(List<Token> tokens, int start) {
		boolean opened = start + 1 < tokens.size()
				&& (tokens.get(start).isSymbol("$")
						|| (tokens.get(start).kind() == Kind.WORD && tokens.get(start).text().endsWith("$")))
				&& tokens.get(start + 1).isSymbol("{");
		int name = afterBlank(tokens, start + 2);
		int close = afterBlank(tokens, name + 1);
		return (opened && close < tokens.size() && tokens.get(name).kind() == Kind.WORD
				&& tokens.get(close).isSymbol("}")) ? close + 1 : start;
	}

	private static int afterBlank(List<Token> tokens, int index) {
		return (index < tokens.size() && tokens.get(index).kind() == Kind.BLANK) ? index + 1 : index;
	}

	private static @Nullable String name(List<Token> variable) {
		return variable.stream()
			.skip(1)
			.filter((token) -> token.kind() == Kind.WORD)
			.map(Token::text)
			.findFirst()
			.orElse(null);
	}

	private static boolean isName(Token token) {
		return token.kind() == Kind.WORD || token.kind() == Kind.QUOTED || token.isSymbol("$");
	}

	/** In strings and comments it is text, in a quoted name most likely a mistake. */
	private void checkText(Token token, ObjIntConsumer<String> problem) {
		for (String name : this.values.keySet()) {
			String sign = "${" + name + "}";
			if (token.source().contains(sign)) {
				this.quoted.add(name);
				if (token.kind() == Kind.QUOTED) {
					problem.accept(sign + " is not replaced in quotes: write it without.", token.start());
					this.used.add(name);
				}
			}
		}
	}

	/** Reports those that nothing uses. */
	void checkUse() {
		this.sections.forEach((name, section) -> {
			if (!this.used.contains(name)) {
				section.problem("",
						"The variable '" + name + "' is not used"
								+ (this.quoted.contains(name) ? ": in strings and comments ${" + name + "} is text."
										: ": write ${" + name + "} where its name belongs."));
			}
		});
	}

}
