package dev.dataapi.testserver;

import org.jspecify.annotations.Nullable;

/** A statement's failure as Snowflake answers it: six-digit code, SQLState, message. */
final class SqlProblem extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String code;

	private final String state;

	SqlProblem(String code, String state, @Nullable String message) {
		super(message, null, false, false);
		this.code = code;
		this.state = state;
	}

	static SqlProblem internal(String message) {
		return new SqlProblem("000603", "XX000", "SQL execution internal error:\n" + message);
	}

	/** As an account answers a client that has not asked for so many. */
	static SqlProblem severalStatements(int count, String desired) {
		return "1".equals(desired)
				? new SqlProblem("000008", "0A000",
						"Actual statement count " + count + " did not match the desired statement count 1.")
				: internal("This server answers one statement at a time");
	}

	static SqlProblem cancelled() {
		return new SqlProblem("000604", "57014", "SQL execution canceled");
	}

	static SqlProblem timeout(long seconds) {
		return new SqlProblem("000630", "57014",
				"Statement reached its statement or warehouse timeout of " + seconds + " second(s) and was canceled.");
	}

	static SqlProblem noWarehouse() {
		return new SqlProblem("000606", "57P03",
				"No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command.");
	}

	static SqlProblem noDatabase(String verb) {
		return new SqlProblem("090105", "22000", "Cannot perform " + verb
				+ ". This session does not have a current database. Call 'USE DATABASE', or use a qualified name.");
	}

	/** The answer of USE to an unknown name. */
	static SqlProblem notThere() {
		return new SqlProblem("002043", "02000",
				"SQL compilation error:\nObject does not exist, or operation cannot be performed.");
	}

	/**
	 * A missing object; SQLState 42S02 for tables and views, 02000 for what contains
	 * them.
	 */
	static SqlProblem missing(String kind, String name) {
		return new SqlProblem("002003", "Object".equals(kind) ? "42S02" : "02000",
				"SQL compilation error:\n" + kind + " '" + name + "' does not exist or not authorized.");
	}

	static SqlProblem insufficientPrivileges(String name) {
		return new SqlProblem("003001", "42501",
				"SQL access control error:\nInsufficient privileges to operate on table '" + name + "'");
	}

	HttpAnswer answer(String queryId) {
		return Json.failure(this.code, String.valueOf(getMessage()), (json) -> {
			json.writeStringProperty("errorCode", this.code);
			json.writeStringProperty("sqlState", this.state);
			json.writeStringProperty("queryId", queryId);
			json.writeBooleanProperty("internalError", false);
			json.writeNumberProperty("line", -1);
			json.writeNumberProperty("pos", -1);
			json.writeStringProperty("type", "COMPILATION");
		});
	}

}
