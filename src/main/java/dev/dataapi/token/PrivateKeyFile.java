package dev.dataapi.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.function.Supplier;

import dev.dataapi.account.PrivateKeyText;
import dev.dataapi.account.UnusableKeyException;
import dev.dataapi.token.TokenCommand.Shell;
import org.jspecify.annotations.Nullable;

/**
 * The file with the PKCS#8 RSA key that signs. An error says what the file holds instead,
 * and which command converts it.
 */
record PrivateKeyFile(Path path) {

	/** Bytes; thirty times the size of the longest RSA key in use. */
	private static final int LONGEST_FILE = 256 * 1024;

	private static final Set<PosixFilePermission> READABLE_BY_OTHERS = Set.of(PosixFilePermission.GROUP_READ,
			PosixFilePermission.OTHERS_READ);

	/** False where the file system has no such permissions. */
	boolean isReadableByOthers() {
		try {
			return Files.isRegularFile(this.path)
					&& !Collections.disjoint(Files.getPosixFilePermissions(this.path), READABLE_BY_OTHERS);
		}
		catch (IOException | UnsupportedOperationException ex) {
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
		char[] secret = null;
		try {
			PrivateKeyText text = PrivateKeyText.parse(text());
			secret = text.isEncrypted() ? passphrase.get() : null;
			return text.key(secret);
		}
		catch (UnusableKeyException ex) {
			throw new TokenException(sentence(ex), ex);
		}
		finally {
			if (secret != null) {
				Arrays.fill(secret, '\0');
			}
		}
	}

	private String sentence(UnusableKeyException ex) {
		return switch (ex.fault()) {
			case PKCS1 ->
				this.path + " " + ex.getMessage() + "; convert it to PKCS#8 with: openssl pkcs8 -topk8 -inform PEM -in "
						+ Shell.quote(this.path) + " -out pkcs8_key.p8 -nocrypt";
			case CIPHER -> this.path + " " + ex.getMessage() + "; encrypt it again with: openssl pkcs8 -topk8 -in "
					+ Shell.quote(this.path) + " -out pkcs8_key.p8";
			case NO_PASSPHRASE -> "The key in " + this.path + " " + ex.getMessage() + "; set one with: read -rs "
					+ TokenCommand.PASSPHRASE + " && export " + TokenCommand.PASSPHRASE;
			case WRONG_PASSPHRASE -> "The passphrase does not decrypt the key in " + this.path + ".";
			case ANOTHER_KEY, NO_KEY ->
				this.path + " " + ex.getMessage() + (String.valueOf(ex.getMessage()).endsWith("-nocrypt") ? "" : ".");
		};
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

}
