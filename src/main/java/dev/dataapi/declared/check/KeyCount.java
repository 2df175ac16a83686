package dev.dataapi.declared.check;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.dataapi.declared.BoundStatement;
import dev.dataapi.declared.Excerpt;
import dev.dataapi.declared.LookupDeclaration;
import dev.dataapi.declared.LookupDeclaration.KeyPart;
import dev.dataapi.declared.LookupStatements;
import dev.dataapi.declared.Paging;
import dev.dataapi.declared.ReportStatements;
import dev.dataapi.declared.type.TextType;
import dev.dataapi.declared.type.ValueType;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Looks for rows that an endpoint cannot tell apart: those of a look-up's table with the
 * same key, and those of a report that the order of its pages leaves open. Reads all of
 * them, since Snowflake enforces a primary key on hybrid tables only and says of none which
 * it is.
 */
final class KeyCount {

	private KeyCount() {
	}

	/** Adds an error to an endpoint with such rows, unless it has failed already. */
	static void check(EndpointCheck check, JdbcTemplate template) {
		if (check.failed() != null) {
			return;
		}
		try {
			switch (check.statements()) {
				case LookupStatements lookup -> check(lookup.declaration(), check, template);
				case ReportStatements report -> check(report, check, template);
			}
		}
		catch (DataAccessException ex) {
			StatementFailure failure = new StatementFailure(ex);
			if (!failure.isTooSlow()) {
				failure.rethrowUnlessRefused();
			}
			check.warn(check.isLookup() ? ": it is not known whether its key is unique"
					: ": it is not known whether 'page.by' tells all rows apart", failure);
		}
	}

	private static void check(LookupDeclaration lookup, EndpointCheck check, JdbcTemplate template) {
		template.query(sql(lookup), (row) -> {
			check.error("The key is not unique: %d rows of the table have %s. A look-up needs a key that one row has."
				.formatted(row.getLong(lookup.key().size() + 1), Excerpt.of(key(lookup, row))), "key");
		});
	}

	/** With sample values, so that others may still show such rows. */
	private static void check(ReportStatements report, EndpointCheck check, JdbcTemplate template) {
		BoundStatement ties = report.ties();
		Paging paging = report.paging();
		if (ties != null && paging != null) {
			template.query(ties.sql(), ties.setter(),
					(RowCallbackHandler) (row) -> check
						.error("'by' does not tell all rows apart: %s. Add a column that does."
							.formatted(paging.tie(row)), "page", "by"));
		}
	}

	/** Compares text by its digest: a collation may take two keys for one. */
	private static String sql(LookupDeclaration lookup) {
		List<String> selected = new ArrayList<>();
		List<String> present = new ArrayList<>();
		List<String> groups = new ArrayList<>();
		for (KeyPart part : lookup.key()) {
			String column = part.column().sql();
			boolean text = part.domain().type() instanceof TextType;
			selected.add(text ? "MIN(" + column + ")" : column);
			present.add(column + " IS NOT NULL");
			groups.add(text ? "MD5(" + column + ")" : column);
		}
		return "/* %s */ SELECT %s, COUNT(*) FROM %s WHERE %s GROUP BY %s HAVING COUNT(*) > 1 LIMIT 1".formatted(
				lookup.id(), String.join(", ", selected), lookup.tableSql(), String.join(" AND ", present),
				String.join(", ", groups));
	}

	private static String key(LookupDeclaration lookup, ResultSet row) throws SQLException {
		List<String> parts = new ArrayList<>();
		for (int i = 0; i < lookup.key().size(); i++) {
			ValueType type = lookup.key().get(i).domain().type();
			Object value = type.read(row, i + 1);
			parts.add((value != null) ? type.format(value) : "");
		}
		return String.join("~", parts);
	}

}
