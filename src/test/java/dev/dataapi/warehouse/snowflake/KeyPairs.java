package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Keys that live as long as a test.
 */
final class KeyPairs {

	private KeyPairs() {
	}

	static KeyPair generate() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			return generator.generateKeyPair();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** PKCS#8 in PEM, as the guide's openssl lines write it. */
	static String pem(KeyPair keys) {
		return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
	}

	/** The same behind a passphrase. */
	static String encryptedPem(KeyPair keys, String passphrase) {
		String algorithm = "PBEWithHmacSHA256AndAES_256";
		try {
			Cipher cipher = Cipher.getInstance(algorithm);
			cipher.init(Cipher.ENCRYPT_MODE,
					SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(passphrase.toCharArray())));
			AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
			parameters.init(cipher.getParameters().getEncoded());
			return pem("ENCRYPTED PRIVATE KEY",
					new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(keys.getPrivate().getEncoded()))
						.getEncoded());
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String pem(String label, byte[] key) {
		String base64 = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key);
		return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
	}

	static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

}
