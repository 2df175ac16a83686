package dev.dataapi.declared.check;

import dev.dataapi.declared.LookupDeclaration;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.LookupStatements;
import dev.dataapi.declared.file.FileErrors;
import dev.dataapi.declared.Column;
import dev.dataapi.declared.BoundStatement;
import java.util.List;

import dev.dataapi.declared.LookupDeclaration.KeyPart;

import org.springframework.dao.DataAccessException;

/**
 * Compares a look-up with its table.
 */
public record LookupCheck(LookupDeclaration declaration, LookupStatements statements,
		Diagnostics diagnostics) implements EndpointCheck {

	@Override
	public List<BoundStatement> samples() {
		return this.statements.samples();
	}

	@Override
	public void compare(List<ResultColumn> columns) {
		for (int i = 0; i < this.declaration.columns().size(); i++) {
			compareType(columns.get(i), this.declaration.columns().get(i).type(), "columns", i);
		}
		for (int i = 0; i < this.declaration.key().size(); i++) {
			compareType(columns.get(this.statements.keyColumn(i) - 1), this.declaration.key().get(i).domain().type(),
					"key", i);
		}
	}

	private void compareType(ResultColumn column, ValueType type, String list, int index) {
		if (!column.isUnknown() && !column.fits(type)) {
			this.diagnostics.error(this.declaration, column.mismatch(type, false), list, index, "type");
		}
	}

	/** A refusal names one column at most; the table shows which others are missing. */
	@Override
	public void refused(DataAccessException refusal) {
		List<ResultColumn> table;
		try {
			table = this.diagnostics.describe("SELECT * FROM " + this.declaration.tableSql() + " WHERE 1 = 0", this);
		}
		catch (DataAccessException ex) {
			Diagnostics.rethrowUnlessRefused(ex);
			refused(ex, this.declaration.table());
			return;
		}
		boolean explained = false;
		for (int i = 0; i < this.declaration.columns().size(); i++) {
			Column column = this.declaration.columns().get(i);
			explained |= !isThere(table, column.name(), column.type(), "columns", i, "name");
		}
		for (int i = 0; i < this.declaration.key().size(); i++) {
			KeyPart part = this.declaration.key().get(i);
			explained |= !isThere(table, part.column(), part.domain().type(), "key", i, "column");
		}
		if (!explained) {
			refused(refusal, this.declaration.table());
		}
	}

	private void refused(DataAccessException refusal, List<Identifier> table) {
		this.diagnostics.refused(this.declaration, this.diagnostics.file().at(this.declaration, "table"), refusal,
				table);
	}

	private boolean isThere(List<ResultColumn> table, Identifier name, ValueType type, String list, int index,
			String setting) {
		int position = ResultColumn.position(table, name);
		if (position == 0) {
			this.diagnostics.error(this.declaration,
					"The table has no column %s.".formatted(name.sql())
							+ FileErrors.didYouMean(name.name(), table.stream().map(ResultColumn::label).toList()),
					list, index, setting);
			return false;
		}
		ResultColumn column = table.get(position - 1);
		compareType(column, type, list, index);
		return column.fits(type);
	}

}
