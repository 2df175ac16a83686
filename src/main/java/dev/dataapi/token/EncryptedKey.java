package dev.dataapi.token;

import java.io.IOException;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Decrypts a PKCS#8 key with the JDK's own ciphers: PBES2 with AES, which openssl writes,
 * and the older PBES1.
 */
final class EncryptedKey {

	private EncryptedKey() {
	}

	static byte[] decrypt(byte[] der, char[] passphrase, Path path) throws TokenException {
		EncryptedPrivateKeyInfo info;
		String algorithm;
		Cipher cipher;
		SecretKeyFactory factory;
		try {
			info = new EncryptedPrivateKeyInfo(der);
			algorithm = algorithm(info);
			cipher = Cipher.getInstance(algorithm);
			factory = SecretKeyFactory.getInstance(algorithm);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new TokenException(path + " is damaged, or encrypted in a way that Java does not read (such as 3DES"
					+ " under PBES2); encrypt it anew with: openssl pkcs8 -topk8 -in " + ShellQuote.quote(path)
					+ " -out pkcs8_key.p8", ex);
		}
		PBEKeySpec password = new PBEKeySpec(passphrase);
		try {
			SecretKey key = factory.generateSecret(password);
			cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
			return info.getKeySpec(cipher).getEncoded();
		}
		catch (GeneralSecurityException ex) {
			throw new TokenException("The passphrase does not open the key in " + path + ".", ex);
		}
		finally {
			password.clearPassword();
		}
	}

	/**
	 * Names hash and cipher, which older JDKs report only as the parameters of a bare
	 * "PBES2".
	 */
	private static String algorithm(EncryptedPrivateKeyInfo info) throws NoSuchAlgorithmException {
		AlgorithmParameters parameters = info.getAlgParameters();
		if (parameters == null) {
			throw new NoSuchAlgorithmException(info.getAlgName());
		}
		return info.getAlgName().equals("PBES2") ? parameters.toString() : info.getAlgName();
	}

}
