package dev.dataapi.account;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import dev.dataapi.account.UnusableKeyException.Fault;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS#8 private key as people and their tools hand it on: as a PEM file, as one whose
 * lines a variable or a form has joined, as base64 of either, or as the base64 inside.
 */
public final class PrivateKeyText {

	/** Bits; Snowflake accepts no shorter key. */
	private static final int SHORTEST_KEY = 2048;

	private static final String PEM = "-----BEGIN ";

	private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----",
			Pattern.DOTALL);

	private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9\\s+/=_-]{12,}");

	private static final String PLAIN = "PRIVATE KEY";

	private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

	private static final List<String> OTHER_ALGORITHMS = List.of("EC", "Ed25519", "RSASSA-PSS", "DSA", "X25519");

	private final byte[] der;

	private final boolean encrypted;

	private PrivateKeyText(byte[] der, boolean encrypted) {
		this.der = der;
		this.encrypted = encrypted;
	}

	/**
	 * Finds the key in a text.
	 * @throws UnusableKeyException if there is none, or only one in another format
	 */
	public static PrivateKeyText parse(String text) throws UnusableKeyException {
		return parse(text, 3);
	}

	/** A secret store may encode once more what is encoded already. */
	private static PrivateKeyText parse(String text, int encodings) throws UnusableKeyException {
		// as .env files and the like write a line's end; PEM itself has no backslash
		String lines = text.replace("\uFEFF", "").replace("\\r", "\n").replace("\\n", "\n").replace("\\", "");
		if (lines.contains(PEM)) {
			return ofPem(lines);
		}
		byte[] bytes;
		try {
			bytes = Base64.getDecoder().decode(lines.replaceAll("[\\s\"']", "").replace('-', '+').replace('_', '/'));
		}
		catch (IllegalArgumentException ex) {
			throw noPem();
		}
		String decoded = new String(bytes, StandardCharsets.ISO_8859_1);
		if (decoded.contains(PEM) || (encodings > 0 && BASE64.matcher(decoded).matches())) {
			return parse(decoded, encodings - 1);
		}
		return ofDer(bytes);
	}

	/** The first block with a PKCS#8 key; others may precede it. */
	private static PrivateKeyText ofPem(String text) throws UnusableKeyException {
		List<MatchResult> blocks = BLOCK.matcher(text).results().toList();
		for (MatchResult block : blocks) {
			String label = block.group(1);
			if (label.equals(PLAIN) || label.equals(ENCRYPTED)) {
				return new PrivateKeyText(decode(block.group(2)), label.equals(ENCRYPTED));
			}
		}
		throw blocks.isEmpty() ? new UnusableKeyException(Fault.NO_KEY, "ends in the middle of its key")
				: other(blocks.getFirst().group(1));
	}

	private static byte[] decode(String base64) throws UnusableKeyException {
		try {
			return Base64.getMimeDecoder().decode(base64);
		}
		catch (IllegalArgumentException ex) {
			throw new UnusableKeyException(Fault.NO_KEY, "is damaged: its key is not valid base64", ex);
		}
	}

	private static UnusableKeyException other(String label) {
		return switch (label) {
			case "RSA PRIVATE KEY" -> new UnusableKeyException(Fault.PKCS1, "holds a PKCS#1 key");
			case "PUBLIC KEY", "RSA PUBLIC KEY" -> new UnusableKeyException(Fault.ANOTHER_KEY,
					"holds a public key; name the private key of the pair (rsa_key.p8, not rsa_key.pub)");
			case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" ->
				new UnusableKeyException(Fault.ANOTHER_KEY, "holds a certificate; name the private key (PKCS#8, PEM)");
			case "EC PARAMETERS", "EC PRIVATE KEY" -> notRsa("EC");
			default -> new UnusableKeyException(Fault.ANOTHER_KEY,
					"holds no PKCS#8 key but a PEM block of another type: " + label);
		};
	}

	/** Tells keys apart by the types of their first two elements, since no label does. */
	private static PrivateKeyText ofDer(byte[] der) throws UnusableKeyException {
		return switch (firstTwoTags(ByteBuffer.wrap(der))) {
			case "02 30" -> new PrivateKeyText(der, false);
			case "30 04" -> new PrivateKeyText(der, true);
			case "02 02" -> throw other("RSA PRIVATE KEY");
			case "30 03" -> throw other("PUBLIC KEY");
			case "30 30" -> throw other("CERTIFICATE");
			case "02 04" -> throw notRsa("EC");
			default -> throw noPem();
		};
	}

	/** Such as "02 30"; empty if the bytes are not one ASN.1 sequence. */
	private static String firstTwoTags(ByteBuffer der) {
		try {
			if (der.get() != 0x30 || length(der) != der.remaining()) {
				return "";
			}
			int first = der.get();
			int length = length(der);
			der.position(der.position() + length);
			return "%02x %02x".formatted(first, der.get());
		}
		catch (BufferUnderflowException | IllegalArgumentException ex) {
			// An element is longer than what is left
			return "";
		}
	}

	/** No key is longer than two bytes can count. */
	private static int length(ByteBuffer der) {
		int length = der.get() & 0xFF;
		return switch (length) {
			case 0x81 -> der.get() & 0xFF;
			case 0x82 -> der.getShort() & 0xFFFF;
			default -> length;
		};
	}

	private static UnusableKeyException noPem() {
		return new UnusableKeyException(Fault.NO_KEY,
				"holds no key in PEM form, which starts with -----BEGIN PRIVATE KEY-----");
	}

	public boolean isEncrypted() {
		return this.encrypted;
	}

	/**
	 * Reads the key.
	 * @param passphrase what opens it, null or empty if there is none; not changed
	 * @throws UnusableKeyException if it is damaged, of another algorithm, too short, or
	 * not opened by the passphrase
	 */
	public RSAPrivateCrtKey key(char @Nullable [] passphrase) throws UnusableKeyException {
		if (!this.encrypted) {
			return rsaKey(new PKCS8EncodedKeySpec(this.der));
		}
		if (passphrase == null || passphrase.length == 0) {
			throw new UnusableKeyException(Fault.NO_PASSPHRASE, "is encrypted, and there is no passphrase for it");
		}
		return rsaKey(decrypt(passphrase));
	}

	/** The key as a PEM file has it, still encrypted if it was. */
	public String pem() {
		String label = this.encrypted ? ENCRYPTED : PLAIN;
		return PEM + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(this.der)
				+ "\n-----END " + label + "-----\n";
	}

	private PKCS8EncodedKeySpec decrypt(char[] passphrase) throws UnusableKeyException {
		EncryptedPrivateKeyInfo info;
		Cipher cipher;
		SecretKeyFactory factory;
		try {
			info = new EncryptedPrivateKeyInfo(this.der);
			String algorithm = algorithm(info);
			cipher = Cipher.getInstance(algorithm);
			factory = SecretKeyFactory.getInstance(algorithm);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new UnusableKeyException(Fault.CIPHER,
					"is damaged, or encrypted with a cipher that Java does not support (such as 3DES under PBES2)", ex);
		}
		PBEKeySpec password = new PBEKeySpec(passphrase);
		try {
			cipher.init(Cipher.DECRYPT_MODE, factory.generateSecret(password), info.getAlgParameters());
			return info.getKeySpec(cipher);
		}
		catch (GeneralSecurityException ex) {
			throw new UnusableKeyException(Fault.WRONG_PASSPHRASE, "is encrypted with another passphrase", ex);
		}
		finally {
			password.clearPassword();
		}
	}

	/** Older JDKs name hash and cipher of PBES2 in its parameters only. */
	private static String algorithm(EncryptedPrivateKeyInfo info) throws NoSuchAlgorithmException {
		AlgorithmParameters parameters = info.getAlgParameters();
		if (parameters == null) {
			throw new NoSuchAlgorithmException(info.getAlgName());
		}
		return info.getAlgName().equals("PBES2") ? parameters.toString() : info.getAlgName();
	}

	private static RSAPrivateCrtKey rsaKey(PKCS8EncodedKeySpec pkcs8) throws UnusableKeyException {
		if (!(parse("RSA", pkcs8) instanceof RSAPrivateCrtKey key)) {
			for (String algorithm : OTHER_ALGORITHMS) {
				if (parse(algorithm, pkcs8) != null) {
					throw notRsa(algorithm);
				}
			}
			throw new UnusableKeyException(Fault.NO_KEY, "is damaged: it holds no valid PKCS#8 key");
		}
		if (key.getModulus().bitLength() < SHORTEST_KEY) {
			throw new UnusableKeyException(Fault.ANOTHER_KEY, "holds an RSA key of " + key.getModulus().bitLength()
					+ " bits; Snowflake requires at least " + SHORTEST_KEY);
		}
		return key;
	}

	private static @Nullable PrivateKey parse(String algorithm, PKCS8EncodedKeySpec pkcs8) {
		try {
			return KeyFactory.getInstance(algorithm).generatePrivate(pkcs8);
		}
		catch (InvalidKeySpecException | NoSuchAlgorithmException ex) {
			// Not a key of this algorithm
			return null;
		}
	}

	private static UnusableKeyException notRsa(String algorithm) {
		return new UnusableKeyException(Fault.ANOTHER_KEY,
				"holds a key of type " + algorithm + "; Snowflake accepts RSA keys only: openssl genrsa 2048"
						+ " | openssl pkcs8 -topk8 -inform PEM -out rsa_key.p8 -nocrypt");
	}

}
