package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * The ways to log in to Snowflake, in the order in which they are tried.
 */
enum Authenticator {

	/** The token that Snowpark Container Services mounts, or one in another file. */
	SERVICE_TOKEN("SNOWFLAKE_TOKEN_FILE_PATH") {

		@Override
		boolean isSet(SnowflakeProperties settings) {
			return settings.tokenFilePath() != null || Files.exists(MOUNTED_TOKEN);
		}

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
	KEY_PAIR("SNOWFLAKE_PRIVATE_KEY_FILE or SNOWFLAKE_PRIVATE_KEY") {

		@Override
		boolean isSet(SnowflakeProperties settings) {
			return settings.privateKeyFile() != null || settings.privateKey() != null;
		}

		@Override
		void check(SnowflakeProperties settings) {
			SnowflakeProperties.require("SNOWFLAKE_USER", settings.user());
			if (settings.privateKeyFile() != null && settings.privateKey() != null) {
				throw new InvalidSettingException("SNOWFLAKE_PRIVATE_KEY", null,
						"not be set beside SNOWFLAKE_PRIVATE_KEY_FILE");
			}
			if (settings.privateKeyFile() != null && !Files.isReadable(Path.of(settings.privateKeyFile()))) {
				throw new InvalidSettingException("SNOWFLAKE_PRIVATE_KEY_FILE", null, "be a file that can be read");
			}
			if (settings.privateKey() != null) {
				base64OfPem(settings.privateKey());
			}
		}

		@Override
		void addTo(Properties properties, SnowflakeProperties settings) {
			put(properties, "private_key_file", settings.privateKeyFile());
			if (settings.privateKey() != null) {
				properties.put("private_key_base64", base64OfPem(settings.privateKey()));
			}
			put(properties, "private_key_pwd", settings.privateKeyFilePwd());
		}

	},

	/** An OAuth token, which names its user itself. */
	OAUTH("SNOWFLAKE_TOKEN") {

		@Override
		boolean isSet(SnowflakeProperties settings) {
			return settings.token() != null && settings.user() == null;
		}

		@Override
		void check(SnowflakeProperties settings) {
			SnowflakeProperties.require("SNOWFLAKE_TOKEN", settings.token());
		}

		@Override
		void addTo(Properties properties, SnowflakeProperties settings) {
			properties.put("authenticator", "oauth");
			put(properties, "token", settings.token());
		}

	},

	/** A programmatic access token of the user. */
	PROGRAMMATIC_ACCESS_TOKEN("SNOWFLAKE_TOKEN with SNOWFLAKE_USER") {

		@Override
		boolean isSet(SnowflakeProperties settings) {
			return settings.token() != null && settings.user() != null;
		}

		@Override
		void check(SnowflakeProperties settings) {
			SnowflakeProperties.require("SNOWFLAKE_TOKEN", settings.token());
			SnowflakeProperties.require("SNOWFLAKE_USER", settings.user());
		}

		@Override
		void addTo(Properties properties, SnowflakeProperties settings) {
			properties.put("authenticator", "programmatic_access_token");
			put(properties, "token", settings.token());
		}

	},

	/** The user's password. */
	PASSWORD("SNOWFLAKE_PASSWORD") {

		@Override
		boolean isSet(SnowflakeProperties settings) {
			return settings.password() != null;
		}

		@Override
		void check(SnowflakeProperties settings) {
			SnowflakeProperties.require("SNOWFLAKE_PASSWORD", settings.password());
			SnowflakeProperties.require("SNOWFLAKE_USER", settings.user());
		}

		@Override
		void addTo(Properties properties, SnowflakeProperties settings) {
			put(properties, "password", settings.password());
		}

	};

	/** Where Snowpark Container Services mounts the service's token, mode 0644. */
	private static final Path MOUNTED_TOKEN = Path.of("/snowflake/session/token");

	private static final String PEM_BEGIN = "-----BEGIN ";

	private final String setting;

	Authenticator(String setting) {
		this.setting = setting;
	}

	/** The setting that selects it, for messages. */
	String setting() {
		return this.setting;
	}

	/** Whether the settings select it. */
	abstract boolean isSet(SnowflakeProperties settings);

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

	private static Authenticator onlyOneSet(SnowflakeProperties settings) {
		List<Authenticator> set = Arrays.stream(values()).filter((login) -> login.isSet(settings)).toList();
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

	/**
	 * Converts a key to the only form that the driver reads, base64 of the PEM text.
	 * People paste PEM, base64 of PEM, or the base64 inside PEM.
	 */
	private static String base64OfPem(String text) {
		if (text.startsWith(PEM_BEGIN)) {
			return encoded(text);
		}
		try {
			byte[] bytes = Base64.getMimeDecoder().decode(text);
			String decoded = new String(bytes, StandardCharsets.ISO_8859_1);
			return decoded.startsWith(PEM_BEGIN) ? encoded(decoded) : encoded(pem(bytes));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException("SNOWFLAKE_PRIVATE_KEY", null,
					"be a PKCS#8 key in base64, or base64 of its PEM file");
		}
	}

	private static String pem(byte[] key) {
		return PEM_BEGIN + "PRIVATE KEY-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key)
				+ "\n-----END PRIVATE KEY-----\n";
	}

	private static String encoded(String pem) {
		return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static void put(Properties properties, String name, @Nullable String value) {
		if (value != null) {
			properties.put(name, value);
		}
	}

}
