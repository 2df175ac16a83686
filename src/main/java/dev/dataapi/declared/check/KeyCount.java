package dev.dataapi.declared.check;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import dev.dataapi.declared.BoundStatement;
import dev.dataapi.declared.LookupDeclaration.KeyPart;
import dev.dataapi.declared.LookupDeclaration;
import dev.dataapi.declared.LookupStatements;
import dev.dataapi.declared.Paging;
import dev.dataapi.declared.ReportStatements;
import dev.dataapi.declared.type.TextType;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.endpoint.Excerpt;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Looks for rows that an endpoint cannot tell apart, or has too many of: those of a
 * look-up's table with the same key, and those of a report that the order of its pages
 * leaves open. Reads all of them, since Snowflake enforces a primary key on hybrid tables
 * only and says of none which it is.
 */
final class KeyCount {

	private KeyCount() {
	}

	/** Adds what is wrong with such rows to an endpoint, unless it has failed already. */
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
			failure.rethrowUnlessRefusedOrSlow();
			check.warn((check.declaration() instanceof LookupDeclaration lookup)
					? lookup.isMany() ? ": it is not known how many rows its keys have"
							: ": it is not known whether its key is unique"
					: ": it is not known whether 'page.by' tells all rows apart", failure);
		}
	}

	private static void check(LookupDeclaration lookup, EndpointCheck check, JdbcTemplate template) {
		if (lookup.isMany()) {
			checkRows(lookup, check, template);
			return;
		}
		find(lookup, List.of(), template,
				(rows, key) -> check.error(
						"The key is not unique: %d rows of the table have %s. A look-up needs a key that one row has."
							.formatted(rows, key),
						"key"));
	}

	/** With sample values, so that others may still show such rows. */
	private static void check(ReportStatements report, EndpointCheck check, JdbcTemplate template) {
		BoundStatement ties = report.ties();
		Paging paging = report.paging();
		if (ties != null && paging != null) {
			template.query(ties.sql(), ties.setter(),
					(RowCallbackHandler) (row) -> check.error(
							"'by' does not tell all rows apart: %s. Add a column that does.".formatted(paging.tie(row)),
							"page", "by"));
		}
	}

	private static void checkRows(LookupDeclaration lookup, EndpointCheck check, JdbcTemplate template) {
		find(lookup, List.of(), template, (rows, key) -> check
			.warn(": %d rows of the table have %s. A request for more than 'max_rows_per_key', which is %d, fails."
				.formatted(rows, key, lookup.maxRowsPerKey())));
		List<String> order = lookup.orderBy().stream().map((each) -> each.column().sql()).toList();
		find(lookup, order, template,
				(rows, key) -> check
					.warn(": 'order_by' leaves the order of %d rows of %s open. Add a column that tells them apart."
						.formatted(rows, key)));
	}

	/**
	 * Finds a key with more rows than it may have, or with rows that are equal in further
	 * columns.
	 */
	private static void find(LookupDeclaration lookup, List<String> equal, JdbcTemplate template,
			BiConsumer<Long, String> found) {
		int most = equal.isEmpty() ? lookup.maxRowsPerKey() : 1;
		template.query(sql(lookup, equal, most), (row) -> {
			found.accept(row.getLong(lookup.key().size() + 1), Excerpt.of(key(lookup, row)));
		});
	}

	/** Compares text by its digest: a collation may take two keys for one. */
	private static String sql(LookupDeclaration lookup, List<String> equal, int most) {
		List<String> selected = new ArrayList<>();
		List<String> present = new ArrayList<>();
		List<String> groups = new ArrayList<>();
		for (KeyPart part : lookup.key()) {
			String column = part.column().sql();
			selected.add((part.domain().type() instanceof TextType) ? "MIN(" + column + ")" : column);
			present.add(column + " IS NOT NULL");
			groups.add(part.distinctSql());
		}
		groups.addAll(equal);
		return "/* %s */ SELECT %s, COUNT(*) FROM %s WHERE %s GROUP BY %s HAVING COUNT(*) > %d LIMIT 1".formatted(
				lookup.id(), String.join(", ", selected), lookup.tableSql(), String.join(" AND ", present),
				String.join(", ", groups), most);
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
