package dev.dataapi.declared.check;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dataapi.declared.Availability.Reason;
import dev.dataapi.declared.BoundStatement;
import dev.dataapi.declared.Column;
import dev.dataapi.declared.Declaration;
import dev.dataapi.declared.LookupDeclaration;
import dev.dataapi.declared.LookupDeclaration.KeyPart;
import dev.dataapi.declared.LookupStatements;
import dev.dataapi.declared.OrderColumn;
import dev.dataapi.declared.ReportDeclaration;
import dev.dataapi.declared.RowWriter;
import dev.dataapi.declared.Statements;
import dev.dataapi.declared.file.DeclaredFiles;
import dev.dataapi.declared.file.FileErrors;
import dev.dataapi.declared.file.Position;
import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.sql.ReportTables;
import dev.dataapi.declared.sql.ReportTables.Table;
import dev.dataapi.declared.sql.SqlTemplate;
import dev.dataapi.declared.type.IntegerType;
import dev.dataapi.declared.type.TextType;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.dialect.Remark;
import dev.dataapi.dialect.SqlLexer.Token;
import dev.dataapi.warehouse.WarehouseTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/**
 * Compares what an endpoint declares with what the warehouse has: a look-up with its
 * table, a report with what its statement returns. Thread-safe.
 */
final class EndpointCheck {

	private static final Logger LOGGER = LoggerFactory.getLogger(EndpointCheck.class);

	private final Statements statements;

	private final Findings findings;

	private volatile @Nullable Reason failed;

	private volatile boolean malformed;

	EndpointCheck(Statements statements, Findings findings) {
		this.statements = statements;
		this.findings = findings;
	}

	Declaration declaration() {
		return this.statements.declaration();
	}

	Statements statements() {
		return this.statements;
	}

	boolean isLookup() {
		return declaration() instanceof LookupDeclaration;
	}

	List<BoundStatement> samples() {
		return this.statements.samples();
	}

	/** Why the endpoint cannot be served, or nothing if all is well so far. */
	@Nullable Reason failed() {
		return this.failed;
	}

	/** Whether a statement is no SQL, which no change in the warehouse mends. */
	boolean isMalformed() {
		return this.malformed;
	}

	void tooSlow() {
		this.failed = Reason.TOO_SLOW;
	}

	/** Adds an error about a part of the declaration. */
	void error(String sentence, Object... path) {
		error(this.findings.file().at(declaration(), path), sentence);
	}

	private void error(Position at, String sentence) {
		this.findings.errors().add(at, sentence);
		this.failed = Reason.DIFFERS;
	}

	/** Adds what may fail, as the warehouse says it. */
	void warn(String what, StatementFailure failure) {
		warn("%s: %s".formatted(what, failure.message()));
	}

	/** Adds what is not as it should be, after the endpoint's name, and only once. */
	void warn(String what) {
		String warning = declaration().id() + what;
		if (!this.findings.warnings().contains(warning)) {
			this.findings.warnings().add(warning);
		}
	}

	/**
	 * Adds what the warehouse is known not to do.
	 * @return whether the statements can be run
	 */
	boolean isRunnable(WarehouseTemplate template) {
		if (!(declaration() instanceof ReportDeclaration report)) {
			return true;
		}
		for (Remark remark : template.remarks(tokens(report))) {
			if (remark.refused()) {
				error(this.findings.file().at(report, remark.offset()), remark.sentence());
				this.malformed = true;
			}
			else {
				warn(": " + remark.sentence());
			}
		}
		return !this.malformed;
	}

	/**
	 * Runs a statement and compares the columns of its result, which saves describing the
	 * statement first.
	 * @throws DataAccessException if the statement is not answered
	 */
	void run(BoundStatement statement, JdbcTemplate template) {
		compare(columns(statement.sql(), template, (prepared) -> {
			prepared.setMaxRows(1);
			statement.setter().setValues(prepared);
			try (ResultSet rows = prepared.executeQuery()) {
				return ResultColumn.of(rows.getMetaData());
			}
		}), !isLookup());
	}

	/** The columns of a statement, which is not run. */
	private static List<ResultColumn> describe(String sql, JdbcTemplate template) {
		return columns(sql, template, (prepared) -> ResultColumn.of(prepared.getMetaData()));
	}

	private static List<ResultColumn> columns(String sql, JdbcTemplate template,
			PreparedStatementCallback<List<ResultColumn>> columns) {
		return template.execute((connection) -> connection.prepareStatement(sql), columns);
	}

	/**
	 * Finds out why a statement failed. If it can be described, other values may be fine,
	 * so the failure is only a warning, unless the statement has no values. With other
	 * values, a statement that is too slow may take less time.
	 * @throws DataAccessException if the warehouse cannot be reached
	 */
	void failed(BoundStatement statement, StatementFailure failure, WarehouseTemplate template) {
		failure.rethrowUnlessRefusedOrSlow();
		boolean slow = failure.isTooSlow();
		boolean hopeless = !slow && (failure.isCompilation() || statement.arguments().isEmpty());
		List<ResultColumn> columns = hopeless ? List.of() : describeIfPossible(statement.sql(), template);
		boolean known = !columns.isEmpty() && columns.stream().noneMatch(ResultColumn::isUnknown);
		if (known) {
			compare(columns, !isLookup());
		}
		if (known || slow) {
			warn(" fails with sample values", failure);
		}
		else {
			refused(failure, template);
		}
	}

	private List<ResultColumn> describeIfPossible(String sql, JdbcTemplate template) {
		try {
			return describe(sql, template);
		}
		catch (DataAccessException ex) {
			StatementFailure failure = new StatementFailure(ex);
			failure.rethrowUnlessRefusedOrSlow();
			LOGGER.debug("{} cannot be described", declaration().id(), ex);
			return List.of();
		}
	}

	/** A refusal names one table or column at most, so each table is described. */
	private void refused(StatementFailure refusal, WarehouseTemplate template) {
		boolean explained = false;
		List<Table> tables = tables();
		for (Table table : tables) {
			try {
				List<ResultColumn> columns = describe("SELECT * FROM " + table.sql() + " WHERE 1 = 0", template);
				explained |= isLookup() && !(compare(columns, true) & compareOrder(columns));
			}
			catch (DataAccessException ex) {
				StatementFailure failure = new StatementFailure(ex);
				failure.rethrowUnlessRefused();
				refused(at(table), failure, table.path());
				explained = true;
			}
		}
		if (!explained && isLookup()) {
			refused(at(tables.getFirst()), refusal, tables.getFirst().path());
		}
		else if (!explained && !isForSnowflake(refusal, template)) {
			refused(position(refusal), refusal, List.of());
		}
	}

	/** Whether a form of Snowflake's is refused, which is then said first. */
	private boolean isForSnowflake(StatementFailure refusal, WarehouseTemplate template) {
		if (!(declaration() instanceof ReportDeclaration report)) {
			return false;
		}
		Remark remark = template.explain(tokens(report), refusal.message());
		if (remark != null) {
			String words = " The warehouse refuses the statement: " + refusal.message();
			error(this.findings.file().at(report, remark.offset()),
					remark.sentence() + (refusal.isUnknownFunction() ? "" : words));
			this.malformed |= refusal.isMalformed();
		}
		return remark != null;
	}

	private static List<Token> tokens(ReportDeclaration report) {
		return report.sql().parts().stream().map(SqlTemplate.Part::token).toList();
	}

	/**
	 * Adds an error in the warehouse's own words.
	 * @param at where the file says what is refused
	 * @param refusal what the warehouse says
	 * @param table the table that is meant, or nothing if none is known
	 */
	private void refused(Position at, StatementFailure refusal, List<Identifier> table) {
		String sentence = "The warehouse refuses the statement: " + refusal.message();
		String grants = (table.isEmpty() || !refusal.isMissing()) ? "" : this.findings.grants().sentence(table);
		error(at,
				Stream.of(sentence, grants, cast(refusal))
					.filter((each) -> !each.isEmpty())
					.collect(Collectors.joining(" ")));
		if (refusal.isMalformed()) {
			this.malformed = true;
		}
	}

	private List<Table> tables() {
		return switch (declaration()) {
			case LookupDeclaration lookup -> List.of(new Table(lookup.table(), 0));
			case ReportDeclaration report -> ReportTables.of(report.sql());
		};
	}

	private Position at(Table table) {
		return switch (declaration()) {
			case LookupDeclaration lookup -> this.findings.file().at(lookup, "table");
			case ReportDeclaration report -> this.findings.file().at(report, table.offset());
		};
	}

	/** Where a report's statement has the first name that the warehouse quotes. */
	private Position position(StatementFailure refusal) {
		if (declaration() instanceof ReportDeclaration report) {
			for (String name : refusal.names()) {
				String last = name.substring(name.lastIndexOf('.') + 1);
				for (SqlTemplate.Part part : report.sql().parts()) {
					Token token = part.token();
					if (token.isSignificant() && !part.isParameter()
							&& token.text().replace("\"", "").equalsIgnoreCase(last)) {
						return this.findings.file().at(report, token.start());
					}
				}
				if (report.sort() != null) {
					for (Map.Entry<String, String> text : report.sort().texts().entrySet()) {
						if (text.getValue().toLowerCase(Locale.ROOT).contains(last.toLowerCase(Locale.ROOT))) {
							return this.findings.file().at(report, "sort", "values", text.getKey());
						}
					}
				}
				if (report.page() != null
						&& report.page().by().stream().anyMatch((each) -> each.column().matches(last))) {
					return this.findings.file().at(report, "page", "by");
				}
			}
		}
		return this.findings.file().at(declaration(), "sql");
	}

	/** What helps if values have other types than a function or an operator takes. */
	private String cast(StatementFailure refusal) {
		if (!(declaration() instanceof ReportDeclaration report) || !refusal.message().contains("argument types")) {
			return "";
		}
		return report.parameters()
			.stream()
			.min(Comparator.comparing((parameter) -> !(parameter.domain().type() instanceof IntegerType)))
			.map((parameter) -> "A value may need its type, as in CAST({{%s}} AS %s).".formatted(parameter.name(),
					(parameter.domain().type() instanceof IntegerType) ? "INTEGER"
							: parameter.domain().type().sqlType()))
			.orElse("");
	}

	/**
	 * Adds an error for each declared column that is missing or has another type.
	 * @param found the columns that are there
	 * @param byName whether they may be there in any order
	 * @return whether there was nothing to add
	 */
	private boolean compare(List<ResultColumn> found, boolean byName) {
		List<String> labels = found.stream().map(ResultColumn::label).toList();
		boolean fitting = true;
		for (Expected each : expected()) {
			int position = byName ? RowWriter.position(labels, each.name()) : each.position();
			if (position == 0) {
				missing(each.name(), labels, each.list(), each.index(), each.setting());
				fitting = false;
				continue;
			}
			ResultColumn column = found.get(position - 1);
			if (!column.isUnknown() && !column.fits(each.type())) {
				error(column.mismatch(each.type(), !isLookup()), each.list(), each.index(), "type");
				fitting = false;
			}
			else if (each.type() instanceof TextType && column.type().isJson()) {
				warn(": " + column.indented());
			}
		}
		return fitting;
	}

	/** Adds an error for each column that orders a key's rows and is not in the table. */
	private boolean compareOrder(List<ResultColumn> table) {
		List<String> labels = table.stream().map(ResultColumn::label).toList();
		List<OrderColumn> order = (declaration() instanceof LookupDeclaration lookup) ? lookup.orderBy() : List.of();
		boolean fitting = true;
		for (int i = 0; i < order.size(); i++) {
			if (RowWriter.position(labels, order.get(i).column()) == 0) {
				missing(order.get(i).column(), labels, "order_by", i);
				fitting = false;
			}
		}
		return fitting;
	}

	private void missing(Identifier name, List<String> labels, Object... path) {
		String sentence = isLookup() ? "The table has no column %s." : "The statement returns no column %s.";
		error(sentence.formatted(name.sql()) + FileErrors.didYouMean(name.name(), labels), path);
	}

	private List<Expected> expected() {
		List<Expected> expected = new ArrayList<>();
		List<Column> columns = declaration().columns();
		for (int i = 0; i < columns.size(); i++) {
			expected.add(new Expected(columns.get(i).name(), columns.get(i).type(), i + 1, "columns", i, "name"));
		}
		if (this.statements instanceof LookupStatements lookup) {
			List<KeyPart> key = lookup.declaration().key();
			for (int i = 0; i < key.size(); i++) {
				List<Object> path = this.findings.file().path(lookup.declaration(), i);
				expected.add(new Expected(key.get(i).column(), key.get(i).domain().type(), lookup.keyColumn(i),
						path.getFirst(), path.getLast(), "column"));
			}
		}
		return expected;
	}

	/** A column that must be there, and where the file and a look-up's result have it. */
	private record Expected(Identifier name, ValueType type, int position, Object list, Object index, String setting) {
	}

	/** What a check finds, and what it needs to say so. */
	record Findings(DeclaredFiles file, Grants grants, FileErrors errors, Queue<String> warnings) {

		Findings(DeclaredFiles file, Grants grants) {
			this(file, grants, new FileErrors(), new ConcurrentLinkedQueue<>());
		}

	}

}
