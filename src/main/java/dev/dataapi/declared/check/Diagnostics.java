package dev.dataapi.declared.check;

import dev.dataapi.declared.type.IntegerType;
import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.file.FileErrors;
import dev.dataapi.declared.ReportDeclaration;
import dev.dataapi.declared.file.DeclaredFile;
import dev.dataapi.declared.Declaration;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.dataapi.cache.FailureText;
import dev.dataapi.declared.Availability.Reason;
import dev.dataapi.declared.file.Position;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/**
 * The errors and warnings of a check of endpoints against the warehouse. Thread-safe.
 */
public final class Diagnostics {

	/** Of the warehouse's own words; DuckDB lists each function of a name. */
	private static final int MAX_MESSAGE = 300;

	/** How DuckDB's messages begin if other values could not help. */
	private static final List<String> COMPILATION = List.of("Parser Error", "Binder Error", "Catalog Error");

	private final DeclaredFile file;

	private final Function<Declaration, JdbcTemplate> templates;

	private final Grants grants;

	private final FileErrors errors = new FileErrors();

	private final List<String> warnings = new ArrayList<>();

	/** By {@link Declaration#id}. */
	private final Map<String, Reason> failed = new LinkedHashMap<>();

	private boolean malformed;

	public Diagnostics(DeclaredFile file, Function<Declaration, JdbcTemplate> templates, Grants grants) {
		this.file = file;
		this.templates = templates;
		this.grants = grants;
	}

	public DeclaredFile file() {
		return this.file;
	}

	/** Adds an error about a part of a declaration. */
	public void error(Declaration declaration, String sentence, Object... path) {
		error(declaration, this.file.at(declaration, path), sentence);
	}

	public synchronized void error(Declaration declaration, Position at, String sentence) {
		this.errors.add(at, sentence);
		this.failed.put(declaration.id(), Reason.DIFFERS);
	}

	/**
	 * Adds an error in the warehouse's own words.
	 * @param declaration whose statement it is
	 * @param at where it stands
	 * @param refusal what the warehouse said
	 * @param table the table that is meant, or nothing if none is known
	 */
	public synchronized void refused(Declaration declaration, Position at, DataAccessException refusal,
			List<Identifier> table) {
		String sentence = "The warehouse refuses the statement: " + message(refusal);
		String grants = (table.isEmpty() || !isMissing(refusal)) ? "" : this.grants.sentence(table);
		String help = (declaration instanceof ReportDeclaration report) ? cast(report, refusal) : "";
		error(declaration, at,
				String.join(" ", Stream.of(sentence, grants, help).filter((each) -> !each.isEmpty()).toList()));
		this.malformed |= isMalformed(refusal);
	}

	/** A look-up is not answered in time. */
	public synchronized void tooSlow(Declaration declaration) {
		this.failed.putIfAbsent(declaration.id(), Reason.TOO_SLOW);
	}

	public synchronized boolean isFailed(Declaration declaration) {
		return this.failed.containsKey(declaration.id());
	}

	/** Why endpoints failed, by {@link Declaration#id}. */
	public synchronized Map<String, Reason> failed() {
		return Map.copyOf(this.failed);
	}

	/** Whether a statement is no SQL, which no change in the warehouse mends. */
	public synchronized boolean isMalformed() {
		return this.malformed;
	}

	public synchronized void warn(String sentence) {
		this.warnings.add(sentence);
	}

	public synchronized List<String> warnings() {
		return List.copyOf(this.warnings);
	}

	/** Each error as {@code file:line:column: sentence}. */
	public synchronized List<String> errors() {
		return this.errors.lines(this.file.name());
	}

	/** The columns of a statement, which is not run. */
	public List<ResultColumn> describe(String sql, EndpointCheck check) {
		PreparedStatementCallback<List<ResultColumn>> description = (prepared) -> ResultColumn
			.of(prepared.getMetaData());
		return this.templates.apply(check.declaration())
			.execute((connection) -> connection.prepareStatement(sql), description);
	}

	/** Passes on a failure that tells nothing about the statement. */
	public static void rethrowUnlessRefused(DataAccessException ex) {
		if (ex instanceof DataAccessResourceFailureException || ex instanceof TransientDataAccessException) {
			throw ex;
		}
	}

	/** Whether a statement was stopped at its deadline. */
	public static boolean isTooSlow(DataAccessException ex) {
		return ex instanceof QueryTimeoutException
				|| String.valueOf(ex.getMostSpecificCause().getMessage()).startsWith("INTERRUPT Error");
	}

	/** Whether a statement would be refused with any values. */
	public static boolean isCompilation(DataAccessException ex) {
		String message = String.valueOf(ex.getMostSpecificCause().getMessage());
		return ex instanceof BadSqlGrammarException || message.startsWith("SQL compilation error")
				|| COMPILATION.stream().anyMatch(message::startsWith);
	}

	/** By Snowflake's code for a syntax error, and by DuckDB's word. */
	private static boolean isMalformed(DataAccessException refusal) {
		return (refusal.getMostSpecificCause() instanceof SQLException ex && ex.getErrorCode() == 1003)
				|| String.valueOf(refusal.getMostSpecificCause().getMessage()).startsWith("Parser Error");
	}

	/**
	 * Without the statement, which some warehouses repeat, without lists of functions
	 * that might have been meant, and without the values of rows.
	 */
	public static String message(DataAccessException refusal) {
		if (refusal.getMostSpecificCause() instanceof SQLException ex && FailureText.isAboutData(ex)) {
			return FailureText.kindAndCode(ex) + ": a value cannot be converted or computed. Run the statement in the "
					+ "warehouse to see which.";
		}
		String message = String.valueOf(refusal.getMostSpecificCause().getMessage());
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

	/** What helps if values have other types than the function or operator takes. */
	private static String cast(ReportDeclaration report, DataAccessException refusal) {
		if (!message(refusal).contains("argument types")) {
			return "";
		}
		return report.parameters()
			.stream()
			.min((one, other) -> Boolean.compare(other.domain().type() instanceof IntegerType,
					one.domain().type() instanceof IntegerType))
			.map((parameter) -> "A value may need its type, as in CAST({{%s}} AS %s).".formatted(parameter.name(),
					(parameter.domain().type() instanceof IntegerType) ? "INTEGER"
							: parameter.domain().type().sqlType()))
			.orElse("");
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
