package dev.dataapi.export;

/**
 * An export that the service ends, while its rows are read.
 */
final class ExportEndedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ExportOutcome outcome;

	ExportEndedException(ExportOutcome outcome, String message) {
		super(message, null, false, false);
		this.outcome = outcome;
	}

	ExportOutcome outcome() {
		return this.outcome;
	}

}
