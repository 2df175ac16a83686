package dev.dataapi.declared;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.sql.ReportTables;

/**
 * The declared endpoints.
 *
 * @param lookups the look-ups, in the order of the file
 * @param reports the reports, in the order of the file
 */
public record Endpoints(List<LookupDeclaration> lookups, List<ReportDeclaration> reports) {

	public Endpoints {
		lookups = List.copyOf(lookups);
		reports = List.copyOf(reports);
	}

	/** Look-ups and reports alike. */
	public List<Declaration> all() {
		return Stream.<Declaration>concat(this.lookups.stream(), this.reports.stream()).toList();
	}

	/**
	 * Whether an endpoint takes what is asked for in a body, too. A look-up does not
	 * where the path without its keys is another's.
	 */
	public boolean takesBody(Declaration declaration) {
		return takesBody(declaration, all());
	}

	static boolean takesBody(Declaration declaration, List<? extends Declaration> all) {
		String path = declaration.bodyPath();
		return declaration instanceof ReportDeclaration || (!Route.of(path).isOwn()
				&& all.stream().noneMatch((other) -> !other.equals(declaration) && other.bodyPath().equals(path)));
	}

	/** The names of all tables and views that they read. */
	public SequencedSet<List<Identifier>> tables() {
		SequencedSet<List<Identifier>> tables = new LinkedHashSet<>();
		this.lookups.forEach((lookup) -> tables.add(lookup.table()));
		this.reports.forEach((report) -> ReportTables.of(report.sql()).forEach((table) -> tables.add(table.path())));
		return tables;
	}

	/** The same names without quotes. */
	public Set<List<String>> tableNames() {
		return tables().stream()
			.map((path) -> path.stream().map(Identifier::name).toList())
			.collect(Collectors.toSet());
	}

	/**
	 * Makes the statements of each.
	 * @param clock tells, in its time zone, which day it is
	 */
	public List<Statements> statements(Clock clock) {
		return all().stream().map((each) -> statements(each, clock)).toList();
	}

	/**
	 * Makes the statements of one of them.
	 * @param clock tells, in its time zone, which day it is
	 */
	public static Statements statements(Declaration declaration, Clock clock) {
		return switch (declaration) {
			case LookupDeclaration lookup -> new LookupStatements(lookup);
			case ReportDeclaration report -> new ReportStatements(report, clock);
		};
	}

}
