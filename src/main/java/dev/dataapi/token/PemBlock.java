package dev.dataapi.token;

import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The PKCS#8 key in the text of a PEM file, or the reason why it holds none. */
record PemBlock(boolean isEncrypted, byte[] der) {

	private static final String PLAIN = "PRIVATE KEY";

	private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

	private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----",
			Pattern.DOTALL);

	/** Finds the first PKCS#8 key; other blocks may stand before it. */
	static PemBlock find(String text, Path path) throws TokenException {
		MatchResult other = null;
		for (MatchResult block : BLOCK.matcher(text).results().toList()) {
			if (block.group(1).equals(PLAIN) || block.group(1).equals(ENCRYPTED)) {
				return new PemBlock(block.group(1).equals(ENCRYPTED), decode(block.group(2), path));
			}
			other = (other != null) ? other : block;
		}
		if (other != null) {
			throw new TokenException(path + reason(other.group(1), path));
		}
		throw new TokenException(path + (text.contains("-----BEGIN ") ? " ends in the middle of its key."
				: " holds no key in PEM form, which starts with -----BEGIN PRIVATE KEY-----."));
	}

	private static byte[] decode(String base64, Path path) throws TokenException {
		try {
			return Base64.getMimeDecoder().decode(base64);
		}
		catch (IllegalArgumentException ex) {
			throw new TokenException(path + " is damaged: its key is not base64.", ex);
		}
	}

	private static String reason(String label, Path path) {
		return switch (label) {
			case "RSA PRIVATE KEY" ->
				" holds a PKCS#1 key; convert it to PKCS#8 with: openssl pkcs8 -topk8 -inform PEM -in "
						+ ShellQuote.quote(path) + " -out pkcs8_key.p8 -nocrypt";
			case "PUBLIC KEY", "RSA PUBLIC KEY" ->
				" holds a public key; name the private key of the pair (rsa_key.p8, not rsa_key.pub).";
			case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" ->
				" holds a certificate; name the private key (PKCS#8, PEM).";
			case "EC PARAMETERS", "EC PRIVATE KEY" -> RsaKey.notRsa("EC");
			default -> " holds no PKCS#8 key but another kind of PEM: " + label + ".";
		};
	}

}
