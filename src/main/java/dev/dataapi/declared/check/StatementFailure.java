package dev.dataapi.declared.check;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

import dev.dataapi.cache.FailureText;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;

/**
 * What the warehouse says of a statement that it did not answer, read from the words and
 * codes of Snowflake and of DuckDB.
 */
record StatementFailure(DataAccessException exception) {

	/** The longest message that is repeated; DuckDB lists each function of a name. */
	private static final int MAX_MESSAGE = 300;

	/** How DuckDB's messages begin if other values could not help. */
	private static final List<String> COMPILATION = List.of("Parser Error", "Binder Error", "Catalog Error");

	private static final Pattern NAMES = Pattern.compile("(?<=with name )\\S+|'[^']+'|\"[^\"]+\"");

	/** Snowflake's code for a syntax error. */
	private static final int SYNTAX_ERROR = 1003;

	/** Passes on a failure that says nothing about the statement. */
	void rethrowUnlessRefused() {
		if (this.exception instanceof DataAccessResourceFailureException
				|| this.exception instanceof TransientDataAccessException) {
			throw this.exception;
		}
	}

	/** As {@link #rethrowUnlessRefused}, unless the statement was too slow. */
	void rethrowUnlessRefusedOrSlow() {
		if (!isTooSlow()) {
			rethrowUnlessRefused();
		}
	}

	/** Whether the statement was stopped at its deadline. */
	boolean isTooSlow() {
		return this.exception instanceof QueryTimeoutException || words().startsWith("INTERRUPT Error");
	}

	/** Whether the statement would be refused with any values. */
	boolean isCompilation() {
		return this.exception instanceof BadSqlGrammarException || words().startsWith("SQL compilation error")
				|| COMPILATION.stream().anyMatch(words()::startsWith);
	}

	/** Whether the statement is no SQL, which no change in the warehouse mends. */
	boolean isMalformed() {
		return (cause() instanceof SQLException ex && ex.getErrorCode() == SYNTAX_ERROR)
				|| words().startsWith("Parser Error");
	}

	/** Whether a function is called that the warehouse does not have. */
	boolean isUnknownFunction() {
		return words().contains("Function with name ");
	}

	/** Whether an object or a privilege is missing, by SQLState. */
	boolean isMissing() {
		String state = (cause() instanceof SQLException ex) ? ex.getSQLState() : null;
		return state != null && (state.startsWith("42S") || state.startsWith("02") || state.equals("42501"));
	}

	/**
	 * The warehouse's words without the statement, which some warehouses repeat, without
	 * lists of functions that might have been meant, and without the values of rows.
	 */
	String message() {
		if (cause() instanceof SQLException ex && FailureText.isAboutData(ex)) {
			return FailureText.kindAndCode(ex) + ": a value cannot be converted or computed. Run the statement in the "
					+ "warehouse to see which.";
		}
		String message = words();
		for (String end : List.of("\n\n", "Candidate functions:")) {
			int at = message.indexOf(end);
			message = (at < 0) ? message : message.substring(0, at);
		}
		message = message.strip();
		if (message.length() <= MAX_MESSAGE) {
			return message;
		}
		int blank = message.lastIndexOf(' ', MAX_MESSAGE);
		return message.substring(0, (blank > 0) ? blank : MAX_MESSAGE) + " ...";
	}

	/** The names that the message has in quotes, or DuckDB's "with name" without them. */
	List<String> names() {
		return NAMES.matcher(message()).results().map((name) -> name.group().replaceAll("[\"']", "")).toList();
	}

	private String words() {
		return String.valueOf(cause().getMessage());
	}

	private Throwable cause() {
		return this.exception.getMostSpecificCause();
	}

}
