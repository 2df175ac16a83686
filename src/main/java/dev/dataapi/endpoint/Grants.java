package dev.dataapi.endpoint;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;

/**
 * The statements that let the service's role read a table in Snowflake.
 */
final class Grants {

	/** Shared with every account, so that no privilege on its tables can be granted. */
	private static final String SHARED = "SNOWFLAKE_SAMPLE_DATA";

	private final String role;

	/**
	 * Creates the statements of a role.
	 * @param role the role; blank where only Snowflake knows it
	 */
	Grants(String role) {
		this.role = role.isBlank() ? "<role>" : role;
	}

	/**
	 * The privileges to read a table, least first.
	 * @param table the table's name, one to three identifiers
	 */
	List<String> of(List<Identifier> table) {
		List<String> names = table.stream().map(Grants::resolved).toList();
		if (names.size() == 3 && names.getFirst().equals(SHARED)) {
			return List.of(statement("IMPORTED PRIVILEGES ON DATABASE " + SHARED));
		}
		SequencedSet<String> grants = new LinkedHashSet<>();
		if (names.size() == 3) {
			grants.add(statement("USAGE ON DATABASE " + names.getFirst()));
		}
		if (names.size() > 1) {
			grants.add(statement("USAGE ON SCHEMA " + String.join(".", names.subList(0, names.size() - 1))));
		}
		grants.add(statement("SELECT ON TABLE " + String.join(".", names)));
		return List.copyOf(grants);
	}

	/** All that the endpoints need, each once. */
	SequencedSet<String> of(Endpoints endpoints) {
		SequencedSet<String> grants = new LinkedHashSet<>();
		endpoints.lookups().forEach((lookup) -> grants.addAll(of(lookup.table())));
		endpoints.reports()
			.forEach((report) -> ReportTables.of(report.sql()).forEach((table) -> grants.addAll(of(table.path()))));
		return grants;
	}

	/** As Snowflake resolves a name. */
	private static String resolved(Identifier name) {
		return name.sql().startsWith("\"") ? name.sql() : name.sql().toUpperCase(Locale.ROOT);
	}

	private String statement(String privilege) {
		return "GRANT " + privilege + " TO ROLE " + this.role + ";";
	}

}
