package dev.dataapi.declared.check;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.dataapi.declared.Excerpt;
import dev.dataapi.declared.LookupDeclaration;
import dev.dataapi.declared.LookupDeclaration.KeyPart;
import dev.dataapi.declared.type.TextType;
import dev.dataapi.declared.type.ValueType;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Looks for a key that several rows of a look-up's table have. Reads the whole table,
 * since Snowflake enforces a primary key on hybrid tables only and says of none which it
 * is.
 */
final class KeyCount {

	private KeyCount() {
	}

	/** Adds an error to a look-up with such a key, unless it has failed already. */
	static void check(EndpointCheck check, JdbcTemplate template) {
		if (!(check.declaration() instanceof LookupDeclaration lookup) || check.failed() != null) {
			return;
		}
		try {
			template.query(sql(lookup), (row) -> {
				check.error(
						"The key is not unique: %d rows of the table have %s. A look-up needs a key that one row has."
							.formatted(row.getLong(lookup.key().size() + 1), Excerpt.of(key(lookup, row))),
						"key");
			});
		}
		catch (DataAccessException ex) {
			StatementFailure failure = new StatementFailure(ex);
			if (!failure.isTooSlow()) {
				failure.rethrowUnlessRefused();
			}
			check.warn(": it is not known whether its key is unique", failure);
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
