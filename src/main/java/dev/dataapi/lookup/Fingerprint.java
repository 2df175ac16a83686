package dev.dataapi.lookup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Fingerprints of bytes: the same for the same bytes, and for no others. A row's is made
 * when it is loaded, so that an answer's costs next to nothing.
 */
public final class Fingerprint {

	/** Half of SHA-256 is more than chance will ever meet. */
	private static final int BYTES = 16;

	private Fingerprint() {
	}

	/** The first half of the SHA-256, as 32 hexadecimal digits. */
	public static String of(byte[] bytes) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
			return HexFormat.of().formatHex(digest, 0, BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
