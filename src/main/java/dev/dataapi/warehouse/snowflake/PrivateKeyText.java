package dev.dataapi.warehouse.snowflake;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import dev.dataapi.InvalidSettingException;

/**
 * A private key given as text, in any of the forms that people paste into an environment.
 */
final class PrivateKeyText {

	private static final String BEGIN = "-----BEGIN ";

	private PrivateKeyText() {
	}

	/**
	 * Brings the key into the one form that the driver reads: base64 of the PEM text, not
	 * of the key's own bytes.
	 * @param text PEM, base64 of PEM, or the base64 that stands inside PEM
	 * @return base64 of PEM
	 * @throws InvalidSettingException if it is none of them
	 */
	static String inDriversForm(String text) {
		if (text.startsWith(BEGIN)) {
			return encoded(text);
		}
		try {
			byte[] bytes = Base64.getMimeDecoder().decode(text);
			String decoded = new String(bytes, StandardCharsets.ISO_8859_1);
			return decoded.startsWith(BEGIN) ? encoded(decoded) : encoded(pem(bytes));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException("SNOWFLAKE_PRIVATE_KEY", null,
					"be a PKCS#8 key in base64, or base64 of its PEM file");
		}
	}

	private static String pem(byte[] key) {
		return BEGIN + "PRIVATE KEY-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key)
				+ "\n-----END PRIVATE KEY-----\n";
	}

	private static String encoded(String pem) {
		return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.ISO_8859_1));
	}

}
