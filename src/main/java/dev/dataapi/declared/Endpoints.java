package dev.dataapi.declared;

import java.util.List;
import java.util.stream.Stream;

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

	/** Makes the statements of one of them. */
	public static Statements statements(Declaration declaration) {
		return switch (declaration) {
			case LookupDeclaration lookup -> new LookupStatements(lookup);
			case ReportDeclaration report -> new ReportStatements(report);
		};
	}

}
