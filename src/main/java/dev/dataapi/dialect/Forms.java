package dev.dataapi.dialect;

import java.util.List;
import java.util.Set;

import dev.dataapi.dialect.Node.Type;
import org.jspecify.annotations.Nullable;

/**
 * Forms of a statement, other than calls of functions, that are Snowflake's alone.
 */
final class Forms {

	private static final Set<String> TYPES = Set.of("VECTOR", "MAP", "GEOGRAPHY", "GEOMETRY", "DECFLOAT", "FILE");

	private Forms() {
	}

	/** Adds what begins at an index, if anything does. */
	static void find(Nodes nodes, int index, List<Remark> remarks) {
		String form = form(nodes, index);
		if (form != null) {
			remarks.add(Remark.refused(nodes.get(index).start(), form));
		}
		else if (nodes.isWord(index, "SEQ") && nodes.isSymbol(index - 1, ".")) {
			remarks.add(Remark.differs(nodes.get(index).start(), "SEQ of FLATTEN", "is 1 in each row"));
		}
		else if (nodes.isSymbol(index, ":") && nodes.isName(index + 1) && isNullTest(nodes, index + 2)) {
			remarks
				.add(Remark.differs(nodes.get(index).start(), "IS NULL", "is also true of a null that the JSON has"));
		}
	}

	private static boolean isNullTest(Nodes nodes, int start) {
		int end = start;
		while (nodes.isSymbol(end, ".") || nodes.isSymbol(end, ":") || nodes.isGroup(end, "[")) {
			end += nodes.isGroup(end, "[") ? 1 : 2;
		}
		return nodes.isWord(end, "IS")
				&& (nodes.isWord(end + 1, "NULL") || (nodes.isWord(end + 1, "NOT") && nodes.isWord(end + 2, "NULL")));
	}

	private static @Nullable String form(Nodes nodes, int index) {
		return switch (nodes.get(index).type()) {
			case WORD -> word(nodes, index);
			case SYMBOL -> symbol(nodes, index);
			case GROUP -> nodes.isGroup(index, "{") ? braces(nodes.get(index).inside()) : null;
			default -> null;
		};
	}

	private static @Nullable String word(Nodes nodes, int index) {
		Node word = nodes.get(index);
		boolean before = nodes.isName(index - 1) || nodes.isGroup(index - 1, "(");
		return switch (word.upper()) {
			case "CONNECT" -> nodes.isWord(index + 1, "BY") ? "CONNECT BY" : null;
			case "CONNECT_BY_ROOT" -> nodes.isName(index + 1) ? "CONNECT_BY_ROOT" : null;
			case "COLLATE" -> nodes.is(index + 1, Type.STRING) ? "COLLATE" : null;
			case "AT", "BEFORE" -> (before && isNamed(nodes, index + 1)) ? word.upper() + " (Time Travel)" : null;
			case "CHANGES" -> (before && isNamed(nodes, index + 1)) ? "CHANGES" : null;
			case "TOP" -> (nodes.isWord(index - 1, "SELECT")
					&& (nodes.isSymbol(index + 1, "?") || nodes.is(index + 1, Type.PARAMETER))) ? "TOP with a parameter"
							: null;
			case "PIVOT" -> nodes.isGroup(index + 1, "(") ? pivot(nodes.get(index + 1).inside()) : null;
			case "TABLE" -> nodes.isCall(index, "TABLE") ? table(nodes.get(index + 1).inside()) : null;
			case "IDENTIFIER" ->
				(nodes.isCall(index, "IDENTIFIER") && !nodes.get(index + 1).inside().is(0, Type.STRING))
						? "IDENTIFIER with a variable" : null;
			case "FROM" ->
				nodes.isWord(index + 1, "LAST") && nodes.isGroup(index - 1, "(") && nodes.isWord(index - 2, "NTH_VALUE")
						? "NTH_VALUE FROM LAST" : null;
			case "NEXTVAL" -> nodes.isSymbol(index - 1, ".") ? "NEXTVAL of a sequence" : null;
			case "MATCH_RECOGNIZE" -> nodes.isGroup(index + 1, "(") ? "MATCH_RECOGNIZE" : null;
			default -> (word.isWord(TYPES) && isType(nodes, index)) ? "The type " + word.upper() : null;
		};
	}

	/** After :: and, in a CAST, after AS at the end. */
	private static boolean isType(Nodes nodes, int index) {
		int end = nodes.isGroup(index + 1, "(") ? index + 2 : index + 1;
		return nodes.isSymbol(index - 1, "::")
				|| (nodes.isWord(index - 1, "AS") && end == nodes.size() && nodes.size() > 2 && end > index);
	}

	private static boolean isNamed(Nodes nodes, int index) {
		return nodes.isGroup(index, "(") && nodes.get(index).inside().isNamed();
	}

	private static @Nullable String symbol(Nodes nodes, int index) {
		if (nodes.isSymbol(index, "@") && nodes.isWord(index - 1, Set.of("FROM", "JOIN"))
				&& nodes.isWord(0, Set.of("SELECT", "WITH"))) {
			return "A stage";
		}
		if (nodes.isSymbol(index, "$") && nodes.isName(index + 1)) {
			return "A variable of the session";
		}
		if (nodes.isSymbol(index, "$") && (nodes.isSymbol(index - 1, ".") || nodes.isSymbol(index + 2, ":")
				|| nodes.isSymbol(index + 2, "."))) {
			return "A column by its number";
		}
		if (nodes.isSymbol(index, ":") && !nodes.is(index - 1, Type.STRING) && nodes.startOfValue(index) == index
				&& (nodes.is(index + 1, Type.NUMBER) || nodes.isName(index + 1))) {
			return "A bound value as :name";
		}
		return (nodes.isSymbol(index, "!") && nodes.isCall(index + 1)) ? "A method of an object" : null;
	}

	private static @Nullable String braces(Nodes inside) {
		if (inside.isWord(0, "FN")) {
			return "{fn ...}";
		}
		return (SemiStructured.literal(inside) == null) ? "{" + inside + "}" : null;
	}

	private static @Nullable String pivot(Nodes inside) {
		for (int i = 0; i < inside.size(); i++) {
			if (inside.isWord(i, "DEFAULT") && inside.isWord(i + 1, "ON")) {
				return "PIVOT with DEFAULT ON NULL";
			}
			if (inside.isWord(i, "IN") && inside.isGroup(i + 1, "(")) {
				Nodes values = inside.get(i + 1).inside();
				if (values.isWord(0, Set.of("ANY", "SELECT"))) {
					return "PIVOT with " + (values.isWord(0, "ANY") ? "ANY" : "a query");
				}
			}
		}
		return null;
	}

	private static @Nullable String table(Nodes inside) {
		boolean other = inside.size() == 1 && (inside.isSymbol(0, "?") || inside.is(0, Type.PARAMETER));
		boolean variable = inside.isSymbol(0, "$") || inside.isSymbol(0, ":");
		if (inside.isCall(0, "GENERATOR")) {
			return inside.get(1)
				.inside()
				.arguments()
				.stream()
				.anyMatch((argument) -> argument.isWord(0, "ROWCOUNT") || argument.size() == 1) ? null
						: "GENERATOR without ROWCOUNT";
		}
		return (other || variable) ? "TABLE with a variable" : null;
	}

}
