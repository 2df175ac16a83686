package dev.dataapi.warehouse.snowflake;

import java.util.regex.Pattern;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.account.AccountIdentifier;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Where Snowflake is and how to log in; an empty value counts as unset.
 *
 * @param account the account identifier; inside Snowpark Container Services its locator,
 * which Snowflake sets
 * @param user the user, for every way to log in but a token
 * @param password the password
 * @param role the role, else the user's default
 * @param warehouse the warehouse, else the service's QUERY_WAREHOUSE or the user's
 * default
 * @param database the database of the session
 * @param schema the schema of the session
 * @param host the host, else that of the account
 * @param port the port
 * @param protocol https, or http to a server for tests
 * @param privateKeyFile a PKCS#8 file with the user's private key
 * @param privateKeyFilePwd the passphrase of the private key
 * @param privateKey the private key itself, PKCS#8 in base64
 * @param token an OAuth token, or with a user a programmatic access token
 * @param tokenFilePath a file with an OAuth token, read for each connection
 * @param authenticator which way to log in, where more than one is set
 * @param secondaryRoles whether sessions may do what other roles of the user allow; else
 * not, and with a service's own token whatever that has
 * @param proxy the address of an HTTP proxy, with its user and password, else none
 * @param noProxy hosts that are reached without the proxy
 */
@ConfigurationProperties("data-api.snowflake")
record SnowflakeProperties(@Nullable String account, @Nullable String user, @Nullable String password,
		@Nullable String role, @Nullable String warehouse, @Nullable String database, @Nullable String schema,
		@Nullable String host, @DefaultValue("443") int port, @DefaultValue("https") String protocol,
		@Nullable String privateKeyFile, @Nullable String privateKeyFilePwd, @Nullable String privateKey,
		@Nullable String token, @Nullable String tokenFilePath, @Nullable Authenticator authenticator,
		@Nullable SecondaryRoles secondaryRoles, @Nullable String proxy, @Nullable String noProxy) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

	SnowflakeProperties {
		account = nameOrNull(account);
		user = nameOrNull(user);
		password = textOrNull(password);
		role = nameOrNull(role);
		warehouse = nameOrNull(warehouse);
		database = nameOrNull(database);
		schema = nameOrNull(schema);
		host = nameOrNull(host);
		privateKeyFile = textOrNull(privateKeyFile);
		privateKeyFilePwd = textOrNull(privateKeyFilePwd);
		privateKey = textOrNull(privateKey);
		token = nameOrNull(token);
		tokenFilePath = textOrNull(tokenFilePath);
		proxy = nameOrNull(proxy);
		identifier(account);
		HttpProxy.of(proxy, noProxy);
		if (host != null && !NAME.matcher(host).matches()) {
			throw new InvalidSettingException("SNOWFLAKE_HOST", host, "be a host name, without protocol, port or path");
		}
		if (port < 1 || port > 65_535) {
			throw new InvalidSettingException("SNOWFLAKE_PORT", port, "be from 1 to 65535");
		}
		if (!protocol.equals("https") && !protocol.equals("http")) {
			throw new InvalidSettingException("SNOWFLAKE_PROTOCOL", protocol, "be https or http");
		}
	}

	/** The account; fails if it is not set. */
	AccountIdentifier requireAccount() {
		AccountIdentifier identifier = identifier(this.account);
		if (identifier == null) {
			throw InvalidSettingException.missing("SNOWFLAKE_ACCOUNT");
		}
		return identifier;
	}

	private static @Nullable AccountIdentifier identifier(@Nullable String account) {
		try {
			return (account != null) ? AccountIdentifier.of(account) : null;
		}
		catch (IllegalArgumentException ex) {
			// without the cause, which says the same
			throw new InvalidSettingException("SNOWFLAKE_ACCOUNT", account,
					"be an account identifier, such as ORGANIZATION-ACCOUNT or xy12345.eu-central-1, or the account's URL");
		}
	}

	static String require(String setting, @Nullable String value) {
		if (value == null) {
			throw InvalidSettingException.missing(setting);
		}
		return value;
	}

	/** The address in the driver's form. */
	String jdbcUrl() {
		String host = (this.host != null) ? this.host : requireAccount().host();
		return "jdbc:snowflake://" + this.protocol + "://" + host + ":" + this.port + "/";
	}

	/** For logs: without secrets. */
	@Override
	public String toString() {
		return "account %s, user %s, role %s, warehouse %s".formatted(this.account, orDefault(this.user),
				orDefault(this.role), orDefault(this.warehouse));
	}

	/** Snowflake chooses what is not set. */
	private static String orDefault(@Nullable String value) {
		return (value != null) ? value : "by default";
	}

	/** Files and forms often add a line break, which is never part of a name or token. */
	private static @Nullable String nameOrNull(@Nullable String value) {
		return StringUtils.hasText(value) ? value.strip() : null;
	}

	private static @Nullable String textOrNull(@Nullable String value) {
		return StringUtils.hasText(value) ? value : null;
	}

}
