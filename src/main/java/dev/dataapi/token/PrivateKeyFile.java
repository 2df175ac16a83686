package dev.dataapi.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import dev.dataapi.token.TokenCommand.Shell;
import org.jspecify.annotations.Nullable;

/**
 * A PEM file with the PKCS#8 RSA key that signs. Decrypts it with the JDK's ciphers, and
 * says what any other file holds instead.
 */
record PrivateKeyFile(Path path) {

	/** Bytes; thirty times the size of the longest RSA key in use. */
	private static final int LONGEST_FILE = 256 * 1024;

	/** Bits; Snowflake accepts no shorter key. */
	private static final int SHORTEST_KEY = 2048;

	private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----",
			Pattern.DOTALL);

	private static final String PLAIN = "PRIVATE KEY";

	private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

	private static final List<String> OTHER_ALGORITHMS = List.of("EC", "Ed25519", "RSASSA-PSS", "DSA", "X25519");

	private static final Set<PosixFilePermission> READABLE_BY_OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
			PosixFilePermission.OTHERS_READ);

	/** False where the file system has no such permissions. */
	boolean isReadableByOthers() {
		PosixFileAttributeView view = Files.getFileAttributeView(this.path, PosixFileAttributeView.class);
		try {
			return view != null && Files.isRegularFile(this.path)
					&& view.readAttributes().permissions().stream().anyMatch(READABLE_BY_OTHERS::contains);
		}
		catch (IOException ex) {
			// Reading the key comes next, and says what is wrong with the file
			return false;
		}
	}

	/**
	 * Reads the key.
	 * @param passphrase asked for only if the key is encrypted, and wiped; null if there
	 * is none
	 */
	RSAPrivateCrtKey read(Supplier<char @Nullable []> passphrase) throws TokenException {
		MatchResult block = block(text());
		byte[] der = decode(block.group(2));
		if (block.group(1).equals(PLAIN)) {
			return rsaKey(new PKCS8EncodedKeySpec(der));
		}
		char[] secret = passphrase.get();
		if (secret == null || secret.length == 0) {
			throw new TokenException("The key in " + this.path + " is encrypted, and there is no passphrase for it;"
					+ " set one with: read -rs " + TokenCommand.PASSPHRASE + " && export " + TokenCommand.PASSPHRASE);
		}
		try {
			return rsaKey(decrypt(der, secret));
		}
		finally {
			Arrays.fill(secret, '\0');
		}
	}

	private String text() throws TokenException {
		if (Files.isDirectory(this.path)) {
			throw new TokenException(this.path + " is a directory; name the key file in it.");
		}
		byte[] bytes;
		try (InputStream file = Files.newInputStream(this.path)) {
			bytes = file.readNBytes(LONGEST_FILE);
		}
		catch (NoSuchFileException ex) {
			throw new TokenException("There is no file " + this.path + ".", ex);
		}
		catch (AccessDeniedException ex) {
			throw new TokenException("This user may not read " + this.path + ".", ex);
		}
		catch (IOException ex) {
			throw new TokenException(this.path + " cannot be read.", ex);
		}
		if (bytes.length == 0) {
			throw new TokenException(this.path + " is empty.");
		}
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	/** The first block with a PKCS#8 key; others may precede it. */
	private MatchResult block(String text) throws TokenException {
		List<MatchResult> blocks = BLOCK.matcher(text).results().toList();
		for (MatchResult block : blocks) {
			if (block.group(1).equals(PLAIN) || block.group(1).equals(ENCRYPTED)) {
				return block;
			}
		}
		if (!blocks.isEmpty()) {
			throw new TokenException(this.path + other(blocks.getFirst().group(1)));
		}
		throw new TokenException(this.path + (text.contains("-----BEGIN ") ? " ends in the middle of its key."
				: " holds no key in PEM form, which starts with -----BEGIN PRIVATE KEY-----."));
	}

	private String other(String label) {
		return switch (label) {
			case "RSA PRIVATE KEY" ->
				" holds a PKCS#1 key; convert it to PKCS#8 with: openssl pkcs8 -topk8 -inform PEM -in "
						+ Shell.quote(this.path) + " -out pkcs8_key.p8 -nocrypt";
			case "PUBLIC KEY", "RSA PUBLIC KEY" ->
				" holds a public key; name the private key of the pair (rsa_key.p8, not rsa_key.pub).";
			case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" ->
				" holds a certificate; name the private key (PKCS#8, PEM).";
			case "EC PARAMETERS", "EC PRIVATE KEY" -> notRsa("EC");
			default -> " holds no PKCS#8 key but a PEM block of another type: " + label + ".";
		};
	}

	private byte[] decode(String base64) throws TokenException {
		try {
			return Base64.getMimeDecoder().decode(base64);
		}
		catch (IllegalArgumentException ex) {
			throw new TokenException(this.path + " is damaged: its key is not valid base64.", ex);
		}
	}

	private PKCS8EncodedKeySpec decrypt(byte[] der, char[] passphrase) throws TokenException {
		EncryptedPrivateKeyInfo info;
		Cipher cipher;
		SecretKeyFactory factory;
		try {
			info = new EncryptedPrivateKeyInfo(der);
			String algorithm = algorithm(info);
			cipher = Cipher.getInstance(algorithm);
			factory = SecretKeyFactory.getInstance(algorithm);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new TokenException(this.path + " is damaged, or encrypted with a cipher that Java does not support"
					+ " (such as 3DES under PBES2); encrypt it again with: openssl pkcs8 -topk8 -in "
					+ Shell.quote(this.path) + " -out pkcs8_key.p8", ex);
		}
		PBEKeySpec password = new PBEKeySpec(passphrase);
		try {
			cipher.init(Cipher.DECRYPT_MODE, factory.generateSecret(password), info.getAlgParameters());
			return info.getKeySpec(cipher);
		}
		catch (GeneralSecurityException ex) {
			throw new TokenException("The passphrase does not decrypt the key in " + this.path + ".", ex);
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

	private RSAPrivateCrtKey rsaKey(PKCS8EncodedKeySpec pkcs8) throws TokenException {
		if (!(parse("RSA", pkcs8) instanceof RSAPrivateCrtKey key)) {
			for (String algorithm : OTHER_ALGORITHMS) {
				if (parse(algorithm, pkcs8) != null) {
					throw new TokenException(this.path + notRsa(algorithm));
				}
			}
			throw new TokenException(this.path + " is damaged: it holds no valid PKCS#8 key.");
		}
		if (key.getModulus().bitLength() < SHORTEST_KEY) {
			throw new TokenException(this.path + " holds an RSA key of " + key.getModulus().bitLength()
					+ " bits; Snowflake requires at least " + SHORTEST_KEY + ".");
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

	private static String notRsa(String algorithm) {
		return " holds a key of type " + algorithm + "; Snowflake accepts RSA keys only: openssl genrsa 2048"
				+ " | openssl pkcs8 -topk8 -inform PEM -out rsa_key.p8 -nocrypt";
	}

}
