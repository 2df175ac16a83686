package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

import dev.dataapi.TestKeys;

/**
 * Generates the credentials of one test, and finds them wherever they were logged.
 */
final class Secrets {

	/** Registered with the user. */
	static final KeyPair KEYS = TestKeys.generate("RSA", 2048);

	/** Registered with nobody. */
	static final KeyPair OTHER_KEYS = TestKeys.generate("RSA", 2048);

	/** This many characters of a secret are a leak: half of one may be masked. */
	private static final int PIECE = 16;

	private final SecureRandom random = new SecureRandom();

	private final List<String> all = new ArrayList<>();

	private final Path directory;

	Secrets(Path directory) {
		this.directory = directory;
	}

	List<String> all() {
		return this.all;
	}

	void addAll(Collection<String> secrets) {
		this.all.addAll(secrets);
	}

	/** Three parts separated by dots, as in most tokens. */
	String token() {
		return add(random(40) + "." + random(120) + "." + random(60));
	}

	/** With characters that a mask may take for the end. */
	String password() {
		return add(random(15) + " &;\"{}=+/%" + random(15) + ", \u00e4" + random(15));
	}

	/** Like a token, without the characters that not every passphrase can have. */
	String passphrase() {
		return add(random(15) + " ; ." + random(15));
	}

	String pem(KeyPair keys) {
		return key(TestKeys.pem(keys.getPrivate()));
	}

	String encryptedPem(KeyPair keys, String passphrase) {
		return key(TestKeys.encryptedPem(keys.getPrivate(), passphrase));
	}

	/** A file with a secret in it. */
	Path file(String text) {
		try {
			return Files.writeString(Files.createTempFile(this.directory, "secret", null), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The lines that show a piece of a secret. */
	static List<String> found(String secret, List<String> lines) {
		List<String> pieces = Arrays.stream(secret.split("\n"))
			.filter((line) -> !line.startsWith("-----"))
			.flatMap((line) -> Arrays.stream(line.split("(?<=\\G.{" + PIECE + "})")))
			.filter((piece) -> piece.length() == PIECE)
			.toList();
		if (pieces.isEmpty()) {
			throw new IllegalArgumentException("Too short to tell from other text");
		}
		return lines.stream().filter((line) -> pieces.stream().anyMatch(line::contains)).toList();
	}

	/** Its text, in the form that the driver wants and in those that people paste. */
	private String key(String pem) {
		add(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));
		return add(pem);
	}

	private String add(String secret) {
		this.all.add(secret);
		return secret;
	}

	private String random(int bytes) {
		byte[] random = new byte[bytes];
		this.random.nextBytes(random);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
	}

}
