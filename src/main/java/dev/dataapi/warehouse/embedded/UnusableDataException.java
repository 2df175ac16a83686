package dev.dataapi.warehouse.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Own data that cannot be loaded. The message goes on after "it must hold data that can
 * be loaded, and" with the place and what is wrong there.
 */
class UnusableDataException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param place a file below the folder, with line and column where they are known
	 * @param reason what is wrong there
	 */
	UnusableDataException(String place, String reason, @Nullable Throwable cause) {
		super("%s cannot: %s".formatted(place,
				reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason), cause);
	}

	/** The first line of what DuckDB says. */
	static String firstLine(Throwable failure) {
		return String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
	}

}
