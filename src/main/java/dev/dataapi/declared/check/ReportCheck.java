package dev.dataapi.declared.check;

import dev.dataapi.declared.ReportStatements;
import dev.dataapi.declared.sql.ReportTables;
import dev.dataapi.declared.file.FileErrors;
import dev.dataapi.declared.ReportDeclaration;
import dev.dataapi.declared.Column;
import dev.dataapi.declared.sql.SqlTemplate;
import dev.dataapi.declared.BoundStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.dataapi.declared.file.Position;
import dev.dataapi.declared.sql.ReportTables.Table;
import dev.dataapi.declared.sql.SqlLexer.Token;

import org.springframework.dao.DataAccessException;

/**
 * Compares a report with what its statement returns.
 */
public record ReportCheck(ReportDeclaration declaration, ReportStatements statements,
		Diagnostics diagnostics) implements EndpointCheck {

	@Override
	public List<BoundStatement> samples() {
		return this.statements.samples();
	}

	@Override
	public void compare(List<ResultColumn> columns) {
		for (int i = 0; i < this.declaration.columns().size(); i++) {
			Column declared = this.declaration.columns().get(i);
			int position = ResultColumn.position(columns, declared.name());
			if (position == 0) {
				this.diagnostics.error(this.declaration,
						"The statement returns no column %s.".formatted(declared.name().sql()) + FileErrors
							.didYouMean(declared.name().name(), columns.stream().map(ResultColumn::label).toList()),
						"columns", i, "name");
				continue;
			}
			ResultColumn column = columns.get(position - 1);
			if (!column.isUnknown() && !column.fits(declared.type())) {
				this.diagnostics.error(this.declaration, column.mismatch(declared.type(), true), "columns", i, "type");
			}
		}
	}

	/** A refusal names one table at most, so each is checked by itself. */
	@Override
	public void refused(DataAccessException refusal) {
		boolean explained = false;
		for (Table table : ReportTables.of(this.declaration.sql())) {
			try {
				this.diagnostics.describe("SELECT * FROM " + table.sql() + " WHERE 1 = 0", this);
			}
			catch (DataAccessException ex) {
				Diagnostics.rethrowUnlessRefused(ex);
				this.diagnostics.refused(this.declaration, this.diagnostics.file().at(this.declaration, table.offset()),
						ex, table.path());
				explained = true;
			}
		}
		if (!explained) {
			this.diagnostics.refused(this.declaration, position(Diagnostics.message(refusal)), refusal, List.of());
		}
	}

	/** Where the statement has the first name that the warehouse quotes. */
	private Position position(String message) {
		for (String name : quoted(message)) {
			String last = name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
			for (SqlTemplate.Part part : this.declaration.sql().parts()) {
				Token token = part.token();
				boolean same = token.isSignificant() && !part.isParameter()
						&& token.text().replace("\"", "").toUpperCase(Locale.ROOT).equals(last);
				if (same) {
					return this.diagnostics.file().at(this.declaration, token.start());
				}
			}
		}
		return this.diagnostics.file().at(this.declaration, "sql");
	}

	/** The names in quotes, and after "with name", where DuckDB leaves the quotes out. */
	private static List<String> quoted(String message) {
		List<String> names = new ArrayList<>();
		for (int start = 0; start < message.length(); start++) {
			char quote = message.charAt(start);
			int end = (quote == '\'' || quote == '"') ? message.indexOf(quote, start + 1) : -1;
			if (end > start + 1) {
				names.add(message.substring(start + 1, end));
				start = end;
			}
		}
		int unquoted = message.indexOf("with name ");
		if (unquoted >= 0) {
			names.addFirst(message.substring(unquoted + "with name ".length()).split(" ", 2)[0].replace("\"", ""));
		}
		return names;
	}

}
