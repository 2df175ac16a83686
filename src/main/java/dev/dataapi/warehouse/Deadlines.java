package dev.dataapi.warehouse;

import java.time.Duration;

/**
 * The longest deadlines that endpoints declare for themselves, which the pools must not
 * cut short.
 *
 * @param lookups the longest of a look-up, or zero
 * @param reports the longest of a report, or zero
 */
public record Deadlines(Duration lookups, Duration reports) {

	/** Of a service without declared endpoints. */
	public static final Deadlines NONE = new Deadlines(Duration.ZERO, Duration.ZERO);

	/** The deadline of the look-ups' pool, given that of look-ups that declare none. */
	public Duration ofLookups(Duration otherwise) {
		return longer(this.lookups, otherwise);
	}

	/** The deadline of the reports' pool, given that of reports that declare none. */
	public Duration ofReports(Duration otherwise) {
		return longer(this.reports, otherwise);
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

}
