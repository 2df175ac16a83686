package dev.dataapi.mcp;

import java.util.List;

/**
 * The revisions of the protocol that are served. Those before 2026-07-28 begin with a
 * handshake; from then on each request says all by itself.
 */
final class McpVersion {

	/** The revision without a handshake. */
	static final String MODERN = "2026-07-28";

	/** The newest of those with a handshake. */
	static final String LEGACY = "2025-11-25";

	/** All, the newest first. */
	static final List<String> SERVED = List.of(MODERN, LEGACY, "2025-06-18");

	private McpVersion() {
	}

	/** Whether a revision, known here or not, has no handshake: revisions are dates. */
	static boolean isModern(String version) {
		return version.length() == MODERN.length() && version.compareTo(MODERN) >= 0;
	}

	/** The revision that answers the handshake of a client which asks for one. */
	static String negotiated(String asked) {
		return SERVED.contains(asked) && !isModern(asked) ? asked : LEGACY;
	}

}
