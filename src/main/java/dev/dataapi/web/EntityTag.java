package dev.dataapi.web;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Strong entity tags: equal for equal bytes, and for no others.
 */
final class EntityTag {

	private static final int BYTES = 16;

	private EntityTag() {
	}

	/** The first half of the body's SHA-256, in quotes. */
	static String of(byte[] body) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
			return '"' + HexFormat.of().formatHex(digest, 0, BYTES) + '"';
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
