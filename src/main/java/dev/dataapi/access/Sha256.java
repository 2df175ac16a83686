package dev.dataapi.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a secret, by which it is known here. Two are compared in a time that
 * tells nothing of where they differ; only the first bytes decide where a map looks.
 */
final class Sha256 {

	private static final int HEX_DIGITS = 64;

	/** Cloned, which is faster than asking for another one. */
	private static final MessageDigest DIGEST = digest();

	private final byte[] bytes;

	private Sha256(byte[] bytes) {
		this.bytes = bytes;
	}

	static Sha256 of(String secret) {
		try {
			return new Sha256(((MessageDigest) DIGEST.clone()).digest(secret.getBytes(StandardCharsets.UTF_8)));
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Reads 64 hexadecimal digits; nothing if they are none. */
	static @Nullable Sha256 parse(String hex) {
		boolean valid = hex.length() == HEX_DIGITS && hex.chars().allMatch(HexFormat::isHexDigit);
		return valid ? new Sha256(HexFormat.of().parseHex(hex)) : null;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Sha256 sha && MessageDigest.isEqual(this.bytes, sha.bytes);
	}

	@Override
	public int hashCode() {
		return (this.bytes[0] << 24) | (this.bytes[1] & 0xff) << 16 | (this.bytes[2] & 0xff) << 8
				| (this.bytes[3] & 0xff);
	}

	@Override
	public String toString() {
		return HexFormat.of().formatHex(this.bytes);
	}

}
