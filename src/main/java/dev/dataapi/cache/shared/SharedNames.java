package dev.dataapi.cache.shared;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.dataapi.cache.Entry;
import dev.dataapi.cache.KeyText;

/**
 * The one place that derives names on the shared server, for one endpoint.
 * <p>
 * An entry's name is a digest of all that makes its value: the program, the warehouse and
 * whom it answers, what the endpoint is declared as, and the key. Invalidations concern
 * the data, so their name depends on the endpoint alone.
 */
final class SharedNames {

	/**
	 * Raised when entries change their format or their names, so that no release reads
	 * those of another.
	 */
	private static final String FORMAT = "2";

	private final String prefix;

	private final String endpoint;

	private final String makers;

	/**
	 * Creates the names of an endpoint.
	 * @param prefix begins them all
	 * @param endpoint the endpoint
	 * @param makers all that makes its values, besides their keys
	 */
	SharedNames(String prefix, String endpoint, List<String> makers) {
		this.prefix = prefix;
		this.endpoint = endpoint;
		this.makers = digest(makers);
	}

	/** The name of a key's entry. */
	String entry(String key) {
		return String.join(":", this.prefix, FORMAT, this.endpoint, digest(List.of(this.makers, key)));
	}

	/** The name of an endpoint's invalidations. */
	static String invalidations(String prefix, String endpoint) {
		return String.join(":", prefix, "invalidations", endpoint);
	}

	/** With the length of each part, since a part may hold any sign. */
	private static String digest(List<String> parts) {
		return Entry.fingerprint(KeyText.of(parts).getBytes(StandardCharsets.UTF_8));
	}

}
