package dev.dataapi.cache;

import org.jspecify.annotations.Nullable;

/**
 * Tells which warehouse answers, and as whom: two services of the same origin are
 * answered the same, and only those share entries.
 */
@FunctionalInterface
public interface Origin {

	/**
	 * Tells all that decides what a statement is answered with, beyond its text and its
	 * values: the account, the user, the role, the settings of the session.
	 * @return the text, which is never shown or stored as it is; {@code null} while it is
	 * not known, and until then nothing is shared
	 */
	@Nullable String describe();

}
