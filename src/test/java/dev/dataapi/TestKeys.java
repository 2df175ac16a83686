package dev.dataapi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Keys generated for each run, and their PEM files.
 */
public final class TestKeys {

	public static final KeyPair RSA = generate("RSA", 2048);

	private TestKeys() {
	}

	public static KeyPair generate(String algorithm, int size) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
			generator.initialize(size);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static String pem(String label, byte[] der) {
		return "-----BEGIN " + label + "-----\n"
				+ Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der)
				+ "\n-----END " + label + "-----\n";
	}

	public static String pem(Key privateKey) {
		return pem("PRIVATE KEY", privateKey.getEncoded());
	}

	public static String encryptedPem(Key privateKey, String passphrase) {
		String algorithm = "PBEWithHmacSHA256AndAES_256";
		try {
			Cipher cipher = Cipher.getInstance(algorithm);
			cipher.init(Cipher.ENCRYPT_MODE,
					SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(passphrase.toCharArray())));
			AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
			parameters.init(cipher.getParameters().getEncoded());
			byte[] der = new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(privateKey.getEncoded())).getEncoded();
			return pem("ENCRYPTED PRIVATE KEY", der);
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A file that only its owner can read. */
	public static Path write(Path folder, String name, String text) {
		try {
			Path file = Files.writeString(folder.resolve(name), text);
			return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
