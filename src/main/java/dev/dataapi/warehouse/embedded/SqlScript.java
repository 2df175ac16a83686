package dev.dataapi.warehouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.dataapi.dialect.Dialect;
import dev.dataapi.dialect.Remark;
import dev.dataapi.dialect.SqlLexer;
import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.dialect.SqlLexer.Token;
import dev.dataapi.dialect.Tokens;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of Snowflake's DDL and inserts, cut into the statements that DuckDB runs.
 */
final class SqlScript {

	private static final Logger LOGGER = LoggerFactory.getLogger(SqlScript.class);

	/** Of no use here: they ask, or set up what only an account has. */
	private static final Set<String> PASSED_OVER = Set.of("SELECT", "WITH", "SHOW", "DESCRIBE", "DESC", "EXPLAIN",
			"LIST", "LS", "GRANT", "REVOKE", "COMMENT", "BEGIN", "START", "COMMIT", "SET", "UNSET");

	private static final Set<String> CHANGES = Set.of("INSERT", "DELETE", "UPDATE", "MERGE", "TRUNCATE", "DROP");

	private static final Set<String> NOT_OF_THE_DATABASE = Set.of("ROLE", "WAREHOUSE", "SECONDARY");

	/** Between CREATE and what is created. */
	private static final Set<String> KINDS_OF_TABLES = Set.of("HYBRID", "TRANSIENT", "TEMPORARY", "TEMP", "VOLATILE",
			"LOCAL", "GLOBAL", "SECURE", "RECURSIVE");

	private static final String ACCEPTED = " is not run here: CREATE TABLE, CREATE VIEW, CREATE SCHEMA, CREATE DATABASE, "
			+ "INSERT, UPDATE, DELETE, MERGE, TRUNCATE, DROP and USE are";

	private final String file;

	private final String text;

	private @Nullable String database;

	private @Nullable String schema;

	private final List<Statement> statements = new ArrayList<>();

	private SqlScript(String file, String text) {
		this.file = file;
		this.text = text;
	}

	/**
	 * Reads a file.
	 * @param folder the folder of own data; below it, a script in the folder of a
	 * database or schema begins there
	 * @throws UnusableDataException at a statement that is not run here
	 */
	static List<Statement> read(Path folder, Path file) throws UnusableDataException {
		Path name = folder.relativize(file);
		SqlScript script;
		try {
			script = new SqlScript(DataFolder.slashes(name), Files.readString(file).replace("\r\n", "\n"));
		}
		catch (IOException ex) {
			throw new UnusableDataException(DataFolder.slashes(name), "it is no readable text in UTF-8", ex);
		}
		if (name.getNameCount() > 1) {
			script.database = name.getName(0).toString();
		}
		if (name.getNameCount() > 2) {
			script.schema = name.getName(1).toString();
		}
		script.read();
		return script.statements;
	}

	private void read() throws UnusableDataException {
		try {
			List<Token> statement = new ArrayList<>();
			for (Token token : SqlLexer.tokens(this.text)) {
				if (token.isSymbol(";")) {
					read(statement);
					statement.clear();
				}
				else {
					statement.add(token);
				}
			}
			read(statement);
		}
		catch (InvalidSqlException ex) {
			throw new UnusableDataException(place(ex.offset()), ex.sentence(), ex);
		}
	}

	private void read(List<Token> all) throws InvalidSqlException {
		Tokens tokens = new Tokens(all);
		if (tokens.size() == 0 || tokens.isWord(0, PASSED_OVER)
				|| (tokens.isWord(0, "ALTER") && tokens.isWord(1, Set.of("SESSION", "WAREHOUSE")))) {
			return;
		}
		for (Remark remark : Dialect.remarks(all)) {
			if (remark.refused()) {
				throw new InvalidSqlException(remark.offset(), remark.sentence());
			}
			LOGGER.warn("{}: {}", place(remark.offset()), remark.sentence());
		}
		if (tokens.isWord(0, "USE")) {
			use(tokens);
		}
		else if (tokens.isWord(0, "CREATE")) {
			create(tokens);
		}
		else if (tokens.isWord(0, CHANGES)) {
			add(tokens, null, null, sql(tokens, 0));
		}
		else {
			throw at(tokens, 0, word(tokens, 0) + ACCEPTED);
		}
	}

	private void use(Tokens tokens) throws InvalidSqlException {
		if (tokens.isWord(1, NOT_OF_THE_DATABASE)) {
			return;
		}
		boolean said = tokens.isWord(1, Set.of("DATABASE", "SCHEMA")) && tokens.isName(2);
		enter(path(tokens, said ? 2 : 1), said && tokens.isWord(1, "SCHEMA"));
	}

	/** From here on, names without a database and schema belong to these. */
	private void enter(List<String> path, boolean isSchema) {
		if (path.size() > 1 || !isSchema) {
			this.database = path.getFirst();
		}
		this.schema = (path.size() > 1 || isSchema) ? path.getLast() : "PUBLIC";
	}

	private void create(Tokens tokens) throws InvalidSqlException {
		boolean replace = tokens.isWord(1, "OR") && tokens.isWord(2, "REPLACE");
		int i = replace ? 3 : 1;
		while (tokens.isWord(i, KINDS_OF_TABLES)) {
			i++;
		}
		String kind = word(tokens, i++);
		boolean keep = tokens.isWord(i, "IF") && tokens.isWord(i + 1, "NOT") && tokens.isWord(i + 2, "EXISTS");
		i += keep ? 3 : 0;
		List<String> path = path(tokens, i);
		int next = i + 2 * path.size() - 1;
		switch (kind) {
			case "DATABASE", "SCHEMA" -> {
				enter(path, "SCHEMA".equals(kind));
				add(tokens, name(tokens, i, List.of("")), null, "");
			}
			case "TABLE", "VIEW" -> {
				TableName name = name(tokens, i, path);
				String start = (replace ? "CREATE OR REPLACE " : "CREATE ") + kind + (keep ? " IF NOT EXISTS " : " ")
						+ name.sql() + " ";
				if ("TABLE".equals(kind)) {
					table(tokens, name, next, start);
				}
				else {
					view(tokens, name, next, start);
				}
			}
			default -> throw at(tokens, 0, "CREATE " + kind + ACCEPTED);
		}
	}

	private void table(Tokens tokens, TableName name, int next, String start) throws InvalidSqlException {
		boolean columns = tokens.isSymbol(next, "(");
		int as = as(tokens, columns ? tokens.afterClosing(next) : next);
		if (as < tokens.size()) {
			add(tokens, name, null, start + sql(tokens, as));
		}
		else if (columns) {
			TableDefinition definition = ColumnReader.read(tokens, next);
			add(tokens, name, definition, start);
		}
		else {
			throw at(tokens, next, "a table has its columns in parentheses here, or AS and a query");
		}
	}

	private void view(Tokens tokens, TableName name, int next, String start) throws InvalidSqlException {
		String columns = "";
		int end = next;
		if (tokens.isSymbol(next, "(")) {
			end = tokens.afterClosing(next);
			List<String> names = new ArrayList<>();
			for (int i = next + 1; i < end; i++) {
				if (tokens.isName(i) && (tokens.isSymbol(i - 1, "(") || tokens.isSymbol(i - 1, ","))) {
					names.add(ColumnReader.name(tokens, i));
				}
			}
			columns = "(" + TableDefinition.quoted(names) + ") ";
		}
		int as = as(tokens, end);
		if (as == tokens.size()) {
			throw at(tokens, next, "a view has AS and a query");
		}
		add(tokens, name, null, start + columns + sql(tokens, as));
	}

	/** Where AS is; what stands before it are options of Snowflake's. */
	private static int as(Tokens tokens, int start) {
		int i = start;
		while (i < tokens.size() && !tokens.isWord(i, "AS")) {
			i = tokens.isSymbol(i, "(") ? tokens.afterClosing(i) : i + 1;
		}
		return i;
	}

	private static List<String> path(Tokens tokens, int start) throws InvalidSqlException {
		List<String> path = new ArrayList<>();
		int i = start;
		do {
			if (!tokens.isName(i)) {
				throw at(tokens, i, "a name must stand here");
			}
			path.add(ColumnReader.name(tokens, i));
			i += 2;
		}
		while (tokens.isSymbol(i - 1, ".") && path.size() < 3);
		return path;
	}

	private TableName name(Tokens tokens, int index, List<String> path) throws InvalidSqlException {
		String inDatabase = (path.size() == 3) ? path.getFirst() : this.database;
		String inSchema = (path.size() > 1) ? path.get(path.size() - 2) : this.schema;
		if (inDatabase == null || inSchema == null) {
			throw at(tokens, index, "name the database and the schema too, or begin with USE");
		}
		return new TableName(inDatabase, inSchema, path.getLast());
	}

	private void add(Tokens tokens, @Nullable TableName creates, @Nullable TableDefinition definition, String sql) {
		String searchPath = null;
		if (this.database != null && this.schema != null) {
			searchPath = new TableName(this.database, this.schema, "").schemaSql();
		}
		this.statements
			.add(new Statement(place(tokens.get(0).start()), Dialect.rewrite(sql), searchPath, creates, definition));
	}

	private String place(int offset) {
		String before = this.text.substring(0, offset);
		return "%s:%d:%d".formatted(this.file, before.chars().filter((each) -> each == '\n').count() + 1,
				before.codePointCount(before.lastIndexOf('\n') + 1, offset) + 1);
	}

	/** What is left of a statement, in Snowflake's SQL. */
	private String sql(Tokens tokens, int start) {
		return this.text.substring(tokens.get(start).start(), tokens.get(tokens.size() - 1).end());
	}

	private static String word(Tokens tokens, int index) throws InvalidSqlException {
		if (index >= tokens.size()) {
			throw at(tokens, index, "the statement ends too early");
		}
		return tokens.get(index).text().toUpperCase(Locale.ROOT);
	}

	private static InvalidSqlException at(Tokens tokens, int index, String sentence) {
		return new InvalidSqlException(tokens.get(Math.min(index, tokens.size() - 1)).start(), sentence);
	}

	/**
	 * A statement to run.
	 *
	 * @param place where it stands
	 * @param sql the statement; nothing where a database or a schema is all that is
	 * created
	 * @param searchPath the schema in which names without one are, if there is any
	 * @param creates what is created: its schema must exist before
	 * @param definition the columns of a created table, which are to follow the statement
	 */
	record Statement(String place, String sql, @Nullable String searchPath, @Nullable TableName creates,
			@Nullable TableDefinition definition) {
	}

}
