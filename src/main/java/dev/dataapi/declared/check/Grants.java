package dev.dataapi.declared.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

import dev.dataapi.declared.Endpoints;
import dev.dataapi.declared.sql.Identifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The statements that let the service's role read tables and views in Snowflake.
 */
final class Grants {

	private static final Logger LOGGER = LoggerFactory.getLogger(Grants.class);

	/** Shared by Snowflake, so that no privilege on single tables can be granted. */
	private static final List<String> SHARED = List.of("SNOWFLAKE_SAMPLE_DATA", "SNOWFLAKE");

	/** Shows each role what it may see. */
	private static final String INFORMATION_SCHEMA = "INFORMATION_SCHEMA";

	/** Which rows of the information schema tell about a table. */
	private static final String TYPES = "INFORMATION_SCHEMA.TABLES WHERE UPPER(TABLE_CATALOG) = UPPER(?) "
			+ "AND UPPER(TABLE_SCHEMA) = UPPER(?) AND UPPER(TABLE_NAME) = UPPER(?)";

	private final String role;

	private final Map<List<String>, String> kinds;

	/**
	 * Creates the statements of a role.
	 * @param role the role; blank where only Snowflake knows it
	 * @param kinds {@code TABLE} or {@code VIEW} by {@linkplain #resolved resolved} name,
	 * as far as it is known
	 */
	Grants(String role, Map<List<String>, String> kinds) {
		this.role = role.isBlank() ? "<role>" : role;
		this.kinds = Map.copyOf(kinds);
	}

	/**
	 * The privileges to read a table or view, least first.
	 * @param table its name, one to three identifiers
	 */
	List<String> of(List<Identifier> table) {
		List<String> names = resolved(table);
		String database = (names.size() == 3) ? names.getFirst() : "";
		if (SHARED.contains(database)) {
			return List.of(grant("IMPORTED PRIVILEGES ON DATABASE " + database));
		}
		List<String> grants = new ArrayList<>();
		if (!database.isEmpty()) {
			grants.add(grant("USAGE ON DATABASE " + database));
		}
		if (names.size() > 1 && names.get(names.size() - 2).equals(INFORMATION_SCHEMA)) {
			return grants;
		}
		if (names.size() > 1) {
			grants.add(grant("USAGE ON SCHEMA " + String.join(".", names.subList(0, names.size() - 1))));
		}
		grants.add(grant("SELECT ON " + this.kinds.getOrDefault(names, "TABLE") + " " + String.join(".", names)));
		return grants;
	}

	/** The privileges to read one table, for a sentence; empty if none can be granted. */
	String sentence(List<Identifier> table) {
		List<String> grants = of(table);
		if (grants.isEmpty()) {
			return "";
		}
		return "If it is there, the role must be allowed to read it: " + String.join(" ", grants)
				+ (isUnknown(table) ? " If it is a view: ON VIEW." : "");
	}

	/** All that the endpoints need, each once. */
	SequencedSet<String> of(Endpoints endpoints) {
		SequencedSet<String> grants = new LinkedHashSet<>();
		boolean unknown = false;
		for (List<Identifier> table : endpoints.tables()) {
			grants.addAll(of(table));
			unknown |= isUnknown(table);
		}
		if (unknown) {
			grants.add("-- ON VIEW instead of ON TABLE where it is a view");
		}
		return grants;
	}

	/**
	 * Asks the warehouse's information schema what is a table and what is a view.
	 * @return {@code TABLE} or {@code VIEW} by resolved name; what is not known is left
	 * out
	 */
	static Map<List<String>, String> kinds(Endpoints endpoints, JdbcTemplate template) {
		Map<List<String>, String> kinds = new HashMap<>();
		for (List<Identifier> table : endpoints.tables()) {
			Set<String> types = (table.size() == 3) ? types(table, template) : Set.of();
			if (types.equals(Set.of("VIEW"))) {
				kinds.put(resolved(table), "VIEW");
			}
			else if (!types.isEmpty() && types.stream().allMatch((type) -> type.endsWith("TABLE"))) {
				kinds.put(resolved(table), "TABLE");
			}
		}
		return kinds;
	}

	/** Snowflake has one information schema a database, DuckDB one for all. */
	private static Set<String> types(List<Identifier> table, JdbcTemplate template) {
		Object[] names = table.stream().map(Identifier::name).toArray();
		for (String database : List.of(table.getFirst().sql() + ".", "")) {
			try {
				Set<String> types = new HashSet<>(template.query("SELECT TABLE_TYPE FROM " + database + TYPES,
						(row, number) -> row.getString(1), names));
				if (!types.isEmpty()) {
					return types;
				}
			}
			catch (DataAccessException ex) {
				LOGGER.debug("The kind of {} cannot be read", table, ex);
			}
		}
		return Set.of();
	}

	private boolean isUnknown(List<Identifier> table) {
		return !this.kinds.containsKey(resolved(table))
				&& of(table).stream().anyMatch((grant) -> grant.startsWith("GRANT SELECT"));
	}

	/** As Snowflake resolves a name: in quotes only what needs them. */
	private static List<String> resolved(List<Identifier> table) {
		return table.stream().map((name) -> {
			Identifier plain = Identifier.parse(name.name());
			boolean quoted = name.sql().startsWith("\"");
			boolean needed = plain == null || !name.name().equals(name.name().toUpperCase(Locale.ROOT))
					|| name.name().startsWith("\"");
			return (quoted && needed) ? name.sql() : name.name().toUpperCase(Locale.ROOT);
		}).toList();
	}

	private String grant(String privilege) {
		return "GRANT " + privilege + " TO ROLE " + this.role + ";";
	}

}
