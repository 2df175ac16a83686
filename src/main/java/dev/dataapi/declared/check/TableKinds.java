package dev.dataapi.declared.check;

import dev.dataapi.declared.sql.Identifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Asks the warehouse's information schema what is a table and what is a view.
 */
public final class TableKinds {

	private static final Logger LOGGER = LoggerFactory.getLogger(TableKinds.class);

	/** Snowflake has one schema a database, DuckDB one for all. */
	private static final List<String> STATEMENTS = List.of(
			"SELECT TABLE_TYPE FROM %s.INFORMATION_SCHEMA.TABLES WHERE UPPER(TABLE_CATALOG) = UPPER(?) AND UPPER(TABLE_SCHEMA) = UPPER(?) AND UPPER(TABLE_NAME) = UPPER(?)",
			"SELECT TABLE_TYPE FROM INFORMATION_SCHEMA.TABLES WHERE UPPER(TABLE_CATALOG) = UPPER(?) AND UPPER(TABLE_SCHEMA) = UPPER(?) AND UPPER(TABLE_NAME) = UPPER(?)");

	private final JdbcTemplate template;

	public TableKinds(JdbcTemplate template) {
		this.template = template;
	}

	/** {@code TABLE} or {@code VIEW} by resolved name; what is not known is left out. */
	public Map<List<String>, String> of(Collection<List<Identifier>> tables) {
		Map<List<String>, String> kinds = new LinkedHashMap<>();
		for (List<Identifier> table : tables) {
			if (table.size() == 3) {
				Set<String> types = types(table);
				if (types.equals(Set.of("VIEW"))) {
					kinds.put(Grants.resolved(table), "VIEW");
				}
				else if (!types.isEmpty() && types.stream().allMatch((type) -> type.endsWith("TABLE"))) {
					kinds.put(Grants.resolved(table), "TABLE");
				}
			}
		}
		return kinds;
	}

	private Set<String> types(List<Identifier> table) {
		Set<String> types = new TreeSet<>();
		Object[] names = table.stream().map(Identifier::name).toArray();
		for (String statement : STATEMENTS) {
			try {
				List<String> found = new ArrayList<>();
				this.template.query(statement.formatted(table.getFirst().sql()), (row) -> {
					found.add(row.getString(1));
				}, names);
				types.addAll(found);
			}
			catch (DataAccessException ex) {
				LOGGER.debug("The kind of {} cannot be read", table, ex);
			}
			if (!types.isEmpty()) {
				return types;
			}
		}
		return types;
	}

}
