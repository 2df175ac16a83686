package dev.dataapi.testserver;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns DuckDB's errors into Snowflake's.
 */
final class DuckErrors {

	/**
	 * The first pattern that matches wins; $1 in the message is the pattern's first group
	 * in upper case.
	 */
	private static final List<Rule> RULES = List.of(
			new Rule("because schema \"([^\".]+)\\.[^\"]+\" does not exist", "002003", "02000",
					"SQL compilation error:\nDatabase '$1' does not exist or not authorized."),
			new Rule("because schema \"([^\"]+)\" does not exist", "002003", "02000",
					"SQL compilation error:\nSchema '$1' does not exist or not authorized."),
			new Rule("Table with name \"?([^\"\\s!]+)\"? does not exist", "002003", "42S02",
					"SQL compilation error:\nObject '$1' does not exist or not authorized."),
			new Rule("with name \"?([^\"\\s!]+)\"? already exists", "002002", "42710",
					"SQL compilation error:\nObject '$1' already exists."),
			new Rule("Function with name \"?([^\"\\s]+)\"? does not exist", "002140", "42601",
					"SQL compilation error:\nUnknown function $1"),
			new Rule("(?:Referenced (?:column|table)|does not have a column named) \"([^\"]+)\"", "000904", "42000",
					"SQL compilation error: error line 1 at position 7\ninvalid identifier '$1'"),
			new Rule("column \"([^\"]+)\" must appear in the GROUP BY", "000979", "42601",
					"SQL compilation error:\n[$1] is not a valid group by expression"),
			new Rule("has (\\d+) columns but", "002020", "21S01",
					"SQL compilation error:\nInsert value list does not match column list expecting $1"),
			new Rule("syntax error at (?:or near \"([^\"]+)\"|end of input)", "001003", "42000",
					"SQL compilation error:\nsyntax error line 1 at position 0 unexpected '$1'."),
			new Rule("Parser Error: ()", "001003", "42000", "SQL compilation error:\nsyntax error line 1."),
			new Rule("(?:invalid date field format|date field value out of range): \"([^\"]*)\"", "100040", "22007",
					"Date '$1' is not recognized"),
			new Rule("(?:invalid timestamp field format|timestamp field value out of range): \"([^\"]*)\"", "100035",
					"22007", "Timestamp '$1' is not recognized"),
			new Rule("Could not convert string ['\"]([^'\"]*)['\"]", "100038", "22018",
					"Numeric value '$1' is not recognized"),
			new Rule("with value (\\S+) can't be cast", "100039", "22003", "Numeric value '$1' is out of range"),
			new Rule("Could not cast value (\\S+)", "100039", "22003", "Numeric value '$1' is out of range"),
			new Rule("Conversion Error: ()", "100038", "22018", "Numeric value is not recognized"),
			// Assumed from the hybrid tables' documentation
			new Rule("UNIQUE constraint|[Dd]uplicate key()", "200001", "22000", "Primary key already exists"),
			new Rule("NOT NULL constraint failed: (\\S+)", "100072", "22000", "NULL result in a non-nullable column"),
			new Rule("Parameter count mismatch()", "002049", "42601",
					"SQL compilation error: error line 1 at position 0\nBind variable ? not set."),
			new Rule("INTERRUPT|[Ii]nterrupted|Connection was closed()", "000604", "57014", "SQL execution canceled"));

	private DuckErrors() {
	}

	static SqlProblem translate(SQLException ex, Sql sql, Session session) {
		String message = String.valueOf(ex.getMessage());
		for (Rule rule : RULES) {
			Matcher matcher = rule.pattern().matcher(message);
			if (matcher.find()) {
				boolean unqualified = "42S02".equals(rule.state()) && session.database() == null
						&& !qualified(sql, matcher.group(1));
				return unqualified ? SqlProblem.noDatabase(sql.verb()) : rule.problem(matcher.toMatchResult());
			}
		}
		return SqlProblem.internal(message);
	}

	private static boolean qualified(Sql sql, String table) {
		return Account.upper(sql.text()).contains("." + Account.upper(table));
	}

	private record Rule(Pattern pattern, String code, String state, String message) {

		Rule(String pattern, String code, String state, String message) {
			this(Pattern.compile(pattern), code, state, message);
		}

		SqlProblem problem(MatchResult match) {
			String name = (match.groupCount() > 0 && match.group(1) != null) ? match.group(1) : "<EOF>";
			String shown = this.state.startsWith("22") ? name : Account.upper(name);
			return new SqlProblem(this.code, this.state, this.message.replace("$1", shown));
		}

	}

}
