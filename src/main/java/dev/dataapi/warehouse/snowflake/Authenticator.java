package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.account.PrivateKeyText;
import dev.dataapi.account.UnusableKeyException;
import dev.dataapi.account.UnusableKeyException.Fault;
import org.jspecify.annotations.Nullable;

/**
 * The ways to log in to Snowflake, in the order in which they are tried.
 */
enum Authenticator {

	/** The token that Snowpark Container Services mounts, or one in another file. */
	SERVICE_TOKEN("SNOWFLAKE_TOKEN_FILE_PATH", (settings) -> settings.tokenFilePath() != null || isMounted()) {

		/** Read here, so that a rotated token is used by the next connection. */
		@Override
		void addTo(Properties properties, SnowflakeProperties settings) throws SQLException {
			Path file = (settings.tokenFilePath() != null) ? Path.of(settings.tokenFilePath()) : MOUNTED_TOKEN;
			properties.put("authenticator", "oauth");
			try {
				properties.put("token", Files.readString(file).strip());
			}
			catch (IOException ex) {
				throw new SQLNonTransientConnectionException("The token file " + file + " cannot be read", "08001", ex);
			}
		}

	},

	/** The user's key pair. */
	KEY_PAIR("SNOWFLAKE_PRIVATE_KEY_FILE or SNOWFLAKE_PRIVATE_KEY",
			(settings) -> settings.privateKeyFile() != null || settings.privateKey() != null) {

		@Override
		void check(SnowflakeProperties settings) {
			SnowflakeProperties.require("SNOWFLAKE_USER", settings.user());
			if (settings.privateKeyFile() != null && settings.privateKey() != null) {
				throw new InvalidSettingException("SNOWFLAKE_PRIVATE_KEY", null,
						"not be set beside SNOWFLAKE_PRIVATE_KEY_FILE");
			}
			try {
				keyText(settings).key(passphrase(settings));
			}
			catch (IOException ex) {
				// without the cause, which says the same with the path
				throw new InvalidSettingException("SNOWFLAKE_PRIVATE_KEY_FILE", null, "be a file that can be read");
			}
			catch (UnusableKeyException ex) {
				if (ex.fault() != Fault.CIPHER) {
					throw refused(ex, settings);
				}
				// the driver has ciphers of its own, and refuses the key if they don't
				// help
			}
		}

		/** Read here, so that a rotated key is used by the next connection. */
		@Override
		void addTo(Properties properties, SnowflakeProperties settings) throws SQLException {
			try {
				PrivateKeyText key = keyText(settings);
				// the one form that the driver reads from text
				properties.put("private_key_base64",
						Base64.getEncoder().encodeToString(key.pem().getBytes(StandardCharsets.US_ASCII)));
				if (key.isEncrypted()) {
					SessionProperties.put(properties, "private_key_pwd", settings.privateKeyFilePwd());
				}
			}
			catch (IOException | UnusableKeyException ex) {
				throw new SQLNonTransientConnectionException("The private key cannot be read", "08001", ex);
			}
		}

	},

	/** An OAuth token, which names its user itself. */
	OAUTH("SNOWFLAKE_TOKEN", (settings) -> settings.token() != null && settings.user() == null) {

		@Override
		void check(SnowflakeProperties settings) {
			SnowflakeProperties.require("SNOWFLAKE_TOKEN", settings.token());
		}

		@Override
		void addTo(Properties properties, SnowflakeProperties settings) {
			properties.put("authenticator", "oauth");
			SessionProperties.put(properties, "token", settings.token());
		}

	},

	/** A programmatic access token of the user. */
	PROGRAMMATIC_ACCESS_TOKEN("SNOWFLAKE_TOKEN with SNOWFLAKE_USER",
			(settings) -> settings.token() != null && settings.user() != null) {

		@Override
		void check(SnowflakeProperties settings) {
			SnowflakeProperties.require("SNOWFLAKE_TOKEN", settings.token());
			SnowflakeProperties.require("SNOWFLAKE_USER", settings.user());
		}

		@Override
		void addTo(Properties properties, SnowflakeProperties settings) {
			properties.put("authenticator", "programmatic_access_token");
			SessionProperties.put(properties, "token", settings.token());
		}

	},

	/** The user's password. */
	PASSWORD("SNOWFLAKE_PASSWORD", (settings) -> settings.password() != null) {

		@Override
		void check(SnowflakeProperties settings) {
			SnowflakeProperties.require("SNOWFLAKE_PASSWORD", settings.password());
			SnowflakeProperties.require("SNOWFLAKE_USER", settings.user());
		}

		@Override
		void addTo(Properties properties, SnowflakeProperties settings) {
			SessionProperties.put(properties, "password", settings.password());
		}

	};

	/** Where Snowpark Container Services mounts the service's token, mode 0644. */
	static final Path MOUNTED_TOKEN = Path.of("/snowflake/session/token");

	/** Bytes; thirty times the size of the longest RSA key in use. */
	private static final int LONGEST_KEY_FILE = 256 * 1024;

	private final String setting;

	private final Predicate<SnowflakeProperties> isSet;

	Authenticator(String setting, Predicate<SnowflakeProperties> isSet) {
		this.setting = setting;
		this.isSet = isSet;
	}

	/** The setting that selects it, for messages. */
	String setting() {
		return this.setting;
	}

	/** Refuses settings that it cannot work with. */
	void check(SnowflakeProperties settings) {
	}

	/** Adds the credential to the properties of one physical connection. */
	abstract void addTo(Properties properties, SnowflakeProperties settings) throws SQLException;

	/** Returns the way that the settings name, or the only one that is set. */
	static Authenticator of(SnowflakeProperties settings) {
		Authenticator login = (settings.authenticator() != null) ? settings.authenticator() : onlyOneSet(settings);
		login.check(settings);
		return login;
	}

	private static boolean isMounted() {
		return Files.exists(MOUNTED_TOKEN);
	}

	/** Whether the token is the one that Snowpark Container Services mounts. */
	static boolean isMountedToken(SnowflakeProperties settings) {
		String file = settings.tokenFilePath();
		return of(settings) == SERVICE_TOKEN && (file == null || Path.of(file).equals(MOUNTED_TOKEN));
	}

	private static Authenticator onlyOneSet(SnowflakeProperties settings) {
		List<Authenticator> set = Arrays.stream(values()).filter((login) -> login.isSet.test(settings)).toList();
		if (set.isEmpty()) {
			throw InvalidSettingException.missing("One of SNOWFLAKE_TOKEN_FILE_PATH, SNOWFLAKE_PRIVATE_KEY_FILE, "
					+ "SNOWFLAKE_PRIVATE_KEY, SNOWFLAKE_TOKEN and SNOWFLAKE_PASSWORD");
		}
		if (set.size() > 1) {
			throw new InvalidSettingException(set.get(1).setting(), null, "not be set beside " + set.get(0).setting()
					+ ", unless SNOWFLAKE_AUTHENTICATOR names which of them logs in");
		}
		return set.getFirst();
	}

	private static PrivateKeyText keyText(SnowflakeProperties settings) throws IOException, UnusableKeyException {
		if (settings.privateKeyFile() == null) {
			return PrivateKeyText.parse(SnowflakeProperties.require("SNOWFLAKE_PRIVATE_KEY", settings.privateKey()));
		}
		try (InputStream file = Files.newInputStream(Path.of(settings.privateKeyFile()))) {
			return PrivateKeyText.parse(new String(file.readNBytes(LONGEST_KEY_FILE), StandardCharsets.ISO_8859_1));
		}
	}

	private static char @Nullable [] passphrase(SnowflakeProperties settings) {
		return (settings.privateKeyFilePwd() != null) ? settings.privateKeyFilePwd().toCharArray() : null;
	}

	private static InvalidSettingException refused(UnusableKeyException ex, SnowflakeProperties settings) {
		String setting = (settings.privateKeyFile() != null) ? "SNOWFLAKE_PRIVATE_KEY_FILE" : "SNOWFLAKE_PRIVATE_KEY";
		return switch (ex.fault()) {
			case NO_PASSPHRASE -> new InvalidSettingException("SNOWFLAKE_PRIVATE_KEY_FILE_PWD", null,
					"be set, since the key of " + setting + " is encrypted");
			case WRONG_PASSPHRASE -> new InvalidSettingException("SNOWFLAKE_PRIVATE_KEY_FILE_PWD", null,
					"be the passphrase that decrypts the key of " + setting);
			case PKCS1, CIPHER, ANOTHER_KEY, NO_KEY -> new InvalidSettingException(setting, null,
					"be a private RSA key in PKCS#8, as PEM or base64, and it " + ex.getMessage());
		};
	}

}
