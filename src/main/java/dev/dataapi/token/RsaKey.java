package dev.dataapi.token;

import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Makes an RSA key of PKCS#8 bytes, or says which other kind of key they are. */
final class RsaKey {

	/** Bits; Snowflake takes no shorter key. */
	private static final int SHORTEST = 2048;

	private RsaKey() {
	}

	static RSAPrivateCrtKey parse(byte[] der, Path path) throws TokenException {
		PKCS8EncodedKeySpec pkcs8 = new PKCS8EncodedKeySpec(der);
		if (!(read("RSA", pkcs8) instanceof RSAPrivateCrtKey key)) {
			for (String algorithm : List.of("EC", "Ed25519", "RSASSA-PSS", "DSA", "X25519")) {
				if (read(algorithm, pkcs8) != null) {
					throw new TokenException(path + notRsa(algorithm));
				}
			}
			throw new TokenException(path + " is damaged: what it holds is not a PKCS#8 RSA key.");
		}
		if (key.getModulus().bitLength() < SHORTEST) {
			throw new TokenException(path + " holds an RSA key of " + key.getModulus().bitLength()
					+ " bits; Snowflake takes " + SHORTEST + " and more.");
		}
		return key;
	}

	/** The rest of a sentence that starts with the file. */
	static String notRsa(String algorithm) {
		return " holds a key of kind " + algorithm + "; this exchange takes RSA: openssl genrsa 2048"
				+ " | openssl pkcs8 -topk8 -inform PEM -out rsa_key.p8 -nocrypt";
	}

	private static @Nullable PrivateKey read(String algorithm, PKCS8EncodedKeySpec pkcs8) {
		try {
			return KeyFactory.getInstance(algorithm).generatePrivate(pkcs8);
		}
		catch (InvalidKeySpecException | NoSuchAlgorithmException ex) {
			// The answer to the question, not a failure: the caller asks for the next
			// algorithm
			return null;
		}
	}

}
