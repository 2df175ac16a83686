package dev.dataapi.cache;

import org.jspecify.annotations.Nullable;

/**
 * Describes which warehouse answers, and as which user: only services of the same origin
 * share entries.
 */
@FunctionalInterface
public interface Origin {

	/**
	 * Describes all that decides the answer to a statement, beyond its text and its
	 * values: the account, the user, the role, the settings of the session.
	 * @return the text, which is never shown or stored as it is; {@code null} while it is
	 * not known, and until then nothing is shared
	 */
	@Nullable String describe();

}
