package dev.dataapi.dialect;

import java.util.Set;

import dev.dataapi.dialect.Node.Type;

/**
 * Strings with backslashes, which escape in Snowflake alone, and integers that need more
 * than 32 bits once something is computed with them.
 */
final class Literals implements Rewriting {

	/** With fewer digits a product of two fits 32 bits, or is cast by a column's type. */
	private static final int LARGE = 5;

	/** Of a column, with which more may be computed. */
	private static final int LARGE_COLUMN = 3;

	/** What follows a column of a SELECT. */
	private static final Set<String> AFTER = Set.of("AS", "FROM", "UNION");

	@Override
	public void rewrite(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			Node node = nodes.get(i);
			if (node.type() == Type.STRING && node.text().startsWith("'") && node.text().contains("\\")) {
				nodes.replace(i, i + 1, quoted(unescaped(node.text().substring(1, node.text().length() - 1))));
			}
			else if (isInteger(nodes, i) && node.text().length() >= LARGE && isComputedWith(nodes, i)) {
				widen(nodes, i);
			}
			else if (node.isWord("VALUES") && nodes.isGroup(i + 1, "(")) {
				for (int row = i + 1; nodes.isGroup(row, "("); row += nodes.isSymbol(row + 1, ",") ? 2 : 1) {
					columns(nodes.get(row).inside());
				}
			}
			else if (node.isWord("SELECT")) {
				columns(nodes);
			}
			else if (node.type() == Type.STRING && isNumber(text(node)) && isArithmetic(nodes, i)) {
				nodes.replace(i, i + 1, text(node));
			}
		}
	}

	static String quoted(String text) {
		return "'" + text.replace("'", "''") + "'";
	}

	/** What a string literal says, if it has no backslash. */
	static String text(Node string) {
		String text = string.text();
		return (text.startsWith("$$") ? text.substring(2, text.length() - 2)
				: text.substring(1, text.length() - 1).replace("''", "'"));
	}

	private static void columns(Nodes row) {
		for (int i = 0; i < row.size(); i++) {
			boolean begins = i == 0 || row.isSymbol(i - 1, ",") || row.isWord(i - 1, "SELECT");
			if (begins && isInteger(row, i) && row.get(i).text().length() >= LARGE_COLUMN
					&& (i + 1 == row.size() || row.isSymbol(i + 1, ",") || row.isWord(i + 1, AFTER))) {
				widen(row, i);
			}
		}
	}

	static boolean isInteger(Nodes nodes, int index) {
		return nodes.is(index, Type.NUMBER) && nodes.get(index).text().chars().allMatch(Character::isDigit);
	}

	private static void widen(Nodes nodes, int index) {
		String digits = nodes.get(index).text();
		nodes.replace(index, index + 1, "CAST(" + digits + " AS " + ((digits.length() < 19) ? "BIGINT)" : "HUGEINT)"));
	}

	private static boolean isNumber(String text) {
		return !text.isEmpty() && Character.isDigit(text.charAt(0)) && text.indexOf('.') == text.lastIndexOf('.')
				&& text.chars().allMatch((character) -> Character.isDigit(character) || character == '.');
	}

	/** Whether a text is computed with, and is not the value of a type before it. */
	private static boolean isArithmetic(Nodes nodes, int index) {
		boolean typed = nodes.is(index - 1, Type.WORD) && !nodes.get(index - 1).isKeyword();
		return !typed && (isOperand(nodes, index - 1) || isOperand(nodes, index + 1));
	}

	private static boolean isOperand(Nodes nodes, int index) {
		return isOperator(nodes, index) || nodes.isSymbol(index, "/") || nodes.isSymbol(index, "%");
	}

	private static boolean isComputedWith(Nodes nodes, int index) {
		return isOperator(nodes, index - 1) || isOperator(nodes, index + 1);
	}

	private static boolean isOperator(Nodes nodes, int index) {
		return nodes.isSymbol(index, "+") || nodes.isSymbol(index, "*")
				|| (nodes.isSymbol(index, "-") && nodes.has(index - 1));
	}

	private static String unescaped(String source) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < source.length(); i++) {
			char character = source.charAt(i);
			if (character == '\'') {
				// stands twice
				i++;
			}
			if (character != '\\' || i + 1 == source.length()) {
				text.append(character);
				continue;
			}
			i++;
			char escaped = source.charAt(i);
			int digits = switch (escaped) {
				case 'x' -> 2;
				case 'u' -> 4;
				default -> 0;
			};
			int code = number(source, i + 1, digits, 16);
			int octal = number(source, i, 3, 8);
			if (code >= 0) {
				text.append((char) code);
				i += digits;
			}
			else if (octal >= 0) {
				text.append((char) octal);
				i += 2;
			}
			else {
				text.append(switch (escaped) {
					case 'n' -> '\n';
					case 't' -> '\t';
					case 'r' -> '\r';
					case 'b' -> '\b';
					case 'f' -> '\f';
					case '0' -> '\0';
					default -> escaped;
				});
				// a quote after a backslash stands twice as well
				i += (escaped == '\'' && source.startsWith("'", i + 1)) ? 1 : 0;
			}
		}
		return text.toString();
	}

	private static int number(String source, int start, int length, int radix) {
		if (length == 0 || start + length > source.length()) {
			return -1;
		}
		int number = 0;
		for (int i = start; i < start + length; i++) {
			int digit = Character.digit(source.charAt(i), radix);
			if (digit < 0) {
				return -1;
			}
			number = number * radix + digit;
		}
		return number;
	}

}
