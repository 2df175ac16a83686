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
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The file with the private key of the pair whose public key the Snowflake user has:
 * PKCS#8 in PEM.
 */
record PrivateKeyFile(Path path) {

	/** Bytes; thirty times the size of the longest RSA key in use. */
	private static final int LONGEST_FILE = 256 * 1024;

	private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
			PosixFilePermission.OTHERS_READ);

	/**
	 * Reads the key.
	 * @param passphrase asked only when the key is encrypted; null when there is none
	 */
	RSAPrivateCrtKey read(Supplier<char @Nullable []> passphrase) throws TokenException {
		PemBlock block = PemBlock.find(text(), this.path);
		if (!block.isEncrypted()) {
			return RsaKey.parse(block.der(), this.path);
		}
		char[] secret = passphrase.get();
		if (secret == null || secret.length == 0) {
			throw new TokenException("The key in " + this.path + " is encrypted and nobody can be asked for its"
					+ " passphrase; give it with: read -rs " + TokenCommand.PASSPHRASE + " && export "
					+ TokenCommand.PASSPHRASE);
		}
		try {
			return RsaKey.parse(EncryptedKey.decrypt(block.der(), secret, this.path), this.path);
		}
		finally {
			Arrays.fill(secret, '\0');
		}
	}

	/**
	 * Whether other users of this machine may read the key; false where the file system
	 * does not tell.
	 */
	boolean isOpenToOthers() {
		PosixFileAttributeView view = Files.getFileAttributeView(this.path, PosixFileAttributeView.class);
		try {
			return view != null && Files.isRegularFile(this.path)
					&& view.readAttributes().permissions().stream().anyMatch(OTHERS::contains);
		}
		catch (IOException ex) {
			// Reading the key comes next, and says what is wrong with the file
			return false;
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

}
