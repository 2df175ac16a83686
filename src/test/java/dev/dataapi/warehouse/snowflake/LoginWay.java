package dev.dataapi.warehouse.snowflake;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.dataapi.testserver.User;

/**
 * Each way to log in, with a credential that is accepted and one that is not.
 */
enum LoginWay {

	/** A token in a file. */
	SERVICE_TOKEN((user, secrets) -> {
		String token = secrets.token();
		user.oauthToken(token);
		return List.of("data-api.snowflake.token-file-path=" + secrets.file(token));
	}, (secrets) -> List.of("data-api.snowflake.token-file-path=" + secrets.file(secrets.token()))),

	/** A token in the environment. */
	OAUTH((user, secrets) -> {
		String token = secrets.token();
		user.oauthToken(token);
		return List.of("data-api.snowflake.token=" + token);
	}, (secrets) -> List.of("data-api.snowflake.token=" + secrets.token())),

	/** A token with a user. */
	PROGRAMMATIC_ACCESS_TOKEN((user, secrets) -> {
		String token = secrets.token();
		user.accessToken(token);
		return List.of(TestAccount.AS_USER, "data-api.snowflake.token=" + token);
	}, (secrets) -> List.of(TestAccount.AS_USER, "data-api.snowflake.token=" + secrets.token())),

	/** A password. */
	PASSWORD((user, secrets) -> {
		String password = secrets.password();
		user.password(password);
		return List.of(TestAccount.AS_USER, "data-api.snowflake.password=" + password);
	}, (secrets) -> List.of(TestAccount.AS_USER, "data-api.snowflake.password=" + secrets.password())),

	/** A key in a file; refused with a key that nobody registered. */
	KEY_FILE(
			(user, secrets) -> List.of(TestAccount.AS_USER,
					"data-api.snowflake.private-key-file=" + secrets.file(secrets.pem(Secrets.KEYS))),
			(secrets) -> List.of(TestAccount.AS_USER,
					"data-api.snowflake.private-key-file=" + secrets.file(secrets.pem(Secrets.OTHER_KEYS)))),

	/** A key in a file behind a passphrase; refused with another passphrase. */
	ENCRYPTED_KEY_FILE((user, secrets) -> {
		String passphrase = secrets.passphrase();
		return List.of(TestAccount.AS_USER,
				"data-api.snowflake.private-key-file=" + secrets.file(secrets.encryptedPem(Secrets.KEYS, passphrase)),
				"data-api.snowflake.private-key-file-pwd=" + passphrase);
	}, (secrets) -> List.of(TestAccount.AS_USER,
			"data-api.snowflake.private-key-file="
					+ secrets.file(secrets.encryptedPem(Secrets.KEYS, secrets.passphrase())),
			"data-api.snowflake.private-key-file-pwd=" + secrets.passphrase())),

	/** A key in the environment; refused with text that is base64 but no key. */
	KEY_TEXT(
			(user, secrets) -> List.of(TestAccount.AS_USER,
					"data-api.snowflake.private-key=" + secrets.pem(Secrets.KEYS)),
			(secrets) -> List.of(TestAccount.AS_USER,
					"data-api.snowflake.private-key=" + base64(secrets.pem(Secrets.OTHER_KEYS).substring(0, 999)))),

	/** The same behind a passphrase; refused with text that is not base64 either. */
	ENCRYPTED_KEY_TEXT((user, secrets) -> {
		String passphrase = secrets.passphrase();
		return List.of(TestAccount.AS_USER,
				"data-api.snowflake.private-key=" + base64(secrets.encryptedPem(Secrets.KEYS, passphrase)),
				"data-api.snowflake.private-key-file-pwd=" + passphrase);
	}, (secrets) -> List.of(TestAccount.AS_USER,
			"data-api.snowflake.private-key=" + base64(secrets.pem(Secrets.OTHER_KEYS)) + "x",
			"data-api.snowflake.private-key-file-pwd=" + secrets.passphrase()));

	private final BiFunction<User, Secrets, List<String>> right;

	private final Function<Secrets, List<String>> wrong;

	LoginWay(BiFunction<User, Secrets, List<String>> right, Function<Secrets, List<String>> wrong) {
		this.right = right;
		this.wrong = wrong;
	}

	/**
	 * Settings that log in, with the user set up to accept them and the key registered.
	 */
	List<String> right(User user, Secrets secrets) {
		return this.right.apply(user, secrets);
	}

	/** Settings that are refused. */
	List<String> wrong(Secrets secrets) {
		return this.wrong.apply(secrets);
	}

	private static String base64(String pem) {
		return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
	}

}
