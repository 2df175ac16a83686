package dev.dataapi.endpoint;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.dataapi.endpoint.EndpointFile.Position;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/**
 * The errors and warnings of a check of endpoints against the warehouse. Thread-safe.
 */
final class Diagnostics {

	private final DeclaredFile file;

	private final Function<Declaration, JdbcTemplate> templates;

	private final Grants grants;

	private final Problems errors = new Problems();

	private final List<String> warnings = new ArrayList<>();

	Diagnostics(DeclaredFile file, Function<Declaration, JdbcTemplate> templates, Grants grants) {
		this.file = file;
		this.templates = templates;
		this.grants = grants;
	}

	DeclaredFile file() {
		return this.file;
	}

	/** Adds an error about a part of a declaration. */
	void error(Declaration declaration, String sentence, Object... path) {
		error(this.file.at(declaration, path), sentence);
	}

	synchronized void error(Position at, String sentence) {
		this.errors.add(at, sentence);
	}

	synchronized void warn(String sentence) {
		this.warnings.add(sentence);
	}

	synchronized List<String> warnings() {
		return List.copyOf(this.warnings);
	}

	/**
	 * Ends with all errors, if there are any.
	 * @throws InvalidEndpointsException with all errors
	 */
	synchronized void throwErrors() throws InvalidEndpointsException {
		if (!this.errors.isEmpty()) {
			throw new InvalidEndpointsException(this.errors.lines(this.file.name()));
		}
	}

	/** The columns of a statement, which is not run. */
	List<ResultColumn> describe(String sql, EndpointCheck check) {
		PreparedStatementCallback<List<ResultColumn>> description = (prepared) -> ResultColumn
			.of(prepared.getMetaData());
		return this.templates.apply(check.declaration())
			.execute((connection) -> connection.prepareStatement(sql), description);
	}

	/** Passes on a failure that tells nothing about the statement. */
	static void rethrowUnlessRefused(DataAccessException ex) {
		if (ex instanceof DataAccessResourceFailureException || ex instanceof TransientDataAccessException) {
			throw ex;
		}
	}

	/**
	 * The warehouse's own words, with the statements that help if a privilege is missing.
	 * @param refusal what the warehouse said
	 * @param table the table that is meant, or nothing if none is known
	 */
	String sentence(DataAccessException refusal, List<Identifier> table) {
		String sentence = "The warehouse refuses the statement: " + message(refusal);
		return (table.isEmpty() || !isMissing(refusal)) ? sentence : sentence
				+ " If it is there, the role must be allowed to read it: " + String.join(" ", this.grants.of(table));
	}

	/** Without the statement, which some warehouses repeat. */
	static String message(DataAccessException refusal) {
		String message = String.valueOf(refusal.getMostSpecificCause().getMessage());
		int statement = message.indexOf("\n\n");
		return ((statement < 0) ? message : message.substring(0, statement)).strip();
	}

	/**
	 * Whether an object is missing or not visible, or a privilege is missing, by
	 * SQLState.
	 */
	private static boolean isMissing(DataAccessException refusal) {
		String state = (refusal.getMostSpecificCause() instanceof SQLException ex) ? ex.getSQLState() : null;
		return state != null && (state.startsWith("42S") || state.startsWith("02") || state.equals("42501"));
	}

}
