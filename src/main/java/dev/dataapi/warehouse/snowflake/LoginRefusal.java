package dev.dataapi.warehouse.snowflake;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

import dev.dataapi.InvalidSettingException;

/**
 * Tells from a refused first login or statement which setting to look at.
 */
final class LoginRefusal {

	private LoginRefusal() {
	}

	/**
	 * Finds the setting that a refusal blames.
	 * @param ex what the driver threw
	 * @param settings the settings
	 * @param login the way of logging in
	 * @return the sentence for the operator, or nothing if Snowflake merely cannot be
	 * reached
	 */
	static Optional<InvalidSettingException> of(SQLException ex, SnowflakeProperties settings, Authenticator login) {
		SnowflakeError error = SnowflakeError.of(ex);
		if (error.isWarehouseMissing()) {
			return Optional.of(new InvalidSettingException("SNOWFLAKE_WAREHOUSE", settings.warehouse(),
					"name a warehouse that the role may use"));
		}
		String message = String.valueOf(ex.getMessage()).toLowerCase(Locale.ROOT);
		if (error.code() == SnowflakeError.NETWORK_ERROR
				&& (message.contains("status=403") || message.contains("status=404"))) {
			return Optional.of(new InvalidSettingException("SNOWFLAKE_ACCOUNT", settings.account(),
					"name an account that " + settings.jdbcUrl() + " knows"));
		}
		return switch (error.code()) {
			// the driver's own, before anything is sent: the key cannot be read, or not
			// with this passphrase
			case 200045 -> Optional.of(new InvalidSettingException(login.setting(), null,
					"be a PKCS#8 key that SNOWFLAKE_PRIVATE_KEY_FILE_PWD, if it is set, opens"));
			case 390189, 390192 -> Optional.of(new InvalidSettingException("SNOWFLAKE_ROLE", settings.role(),
					"name a role that is granted to the user"));
			case 390201 -> Optional.of(new InvalidSettingException("SNOWFLAKE_DATABASE", settings.database(),
					"name a database that the role may use"));
			default -> error.isLoginRefused() ? Optional.of(credential(error, settings, login)) : Optional.empty();
		};
	}

	private static InvalidSettingException credential(SnowflakeError error, SnowflakeProperties settings,
			Authenticator login) {
		String setting = switch (login) {
			case SERVICE_TOKEN, OAUTH -> login.setting();
			case KEY_PAIR, PROGRAMMATIC_ACCESS_TOKEN, PASSWORD -> "SNOWFLAKE_USER or " + login.setting();
		};
		return new InvalidSettingException(setting, null,
				"be one that Snowflake accepts for account %s (its answer was %06d)".formatted(settings.account(),
						error.code()));
	}

}
