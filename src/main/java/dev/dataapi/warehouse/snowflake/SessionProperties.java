package dev.dataapi.warehouse.snowflake;

import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.dataapi.warehouse.PoolSettings;
import dev.dataapi.warehouse.SessionTimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The driver's properties for one pool, each set on purpose. The driver silently ignores
 * misspelled ones.
 */
final class SessionProperties {

	/** To open a TCP and TLS connection; a host that is up needs far less. */
	private static final Duration CONNECT = Duration.ofSeconds(2);

	/** All other properties may change the result of a statement. */
	private static final Set<String> WITHOUT_EFFECT_ON_VALUES = Set.of("warehouse", "JDBC_QUERY_RESULT_FORMAT",
			"CLIENT_PREFETCH_THREADS", "CLIENT_MEMORY_LIMIT", "QUERY_TAG", "STATEMENT_TIMEOUT_IN_SECONDS",
			"networkTimeout", "HTTP_CLIENT_SOCKET_TIMEOUT", "HTTP_CLIENT_CONNECTION_TIMEOUT", "loginTimeout",
			"user_agent_suffix", "CLIENT_TELEMETRY_ENABLED", "disablePlatformDetection", "CLIENT_SESSION_KEEP_ALIVE",
			"enablePutGet", "disableOCSPChecks", "maxHttpRetries", "useProxy", "proxyHost", "proxyPort",
			"proxyProtocol", "nonProxyHosts", "proxyUser", "proxyPassword");

	/**
	 * For how long the driver waits for a response. Snowflake answers after 45 s even if
	 * the statement still runs, and each read ends its own requests at its deadline.
	 */
	private static final Duration RESPONSE = Duration.ofSeconds(60);

	private SessionProperties() {
	}

	/** The properties that may change the result of a statement, as text. */
	static String thatDecideValues(Properties properties) {
		SortedMap<String, String> deciding = new TreeMap<>();
		properties.stringPropertyNames()
			.stream()
			.filter((name) -> !WITHOUT_EFFECT_ON_VALUES.contains(name))
			.forEach((name) -> deciding.put(name, properties.getProperty(name)));
		return deciding.toString();
	}

	/** The properties of a pool, without a credential. */
	static Properties of(SnowflakeProperties settings, PoolSettings pool, SessionTimeZone zone, String version) {
		Properties properties = new Properties();
		// Without the region, which the driver also cuts off a host's name
		properties.put("account", settings.requireAccount().name());
		put(properties, "user", settings.user());
		put(properties, "role", settings.role());
		// Only if set: inside Snowflake the service's QUERY_WAREHOUSE applies
		put(properties, "warehouse", settings.warehouse());
		put(properties, "db", settings.database());
		put(properties, "schema", settings.schema());

		// Arrow needs memory outside the heap and gains nothing for few rows; statements
		// with doubles ask for it, and a server may still send it
		properties.put("JDBC_QUERY_RESULT_FORMAT", "JSON");
		properties.put("TIMEZONE", zone.timeZone());
		// Reads times without zone as they are: converted between zones, days that the
		// Gregorian calendar skips would fail
		properties.put("JDBC_TREAT_TIMESTAMP_NTZ_AS_UTC", "true");
		properties.put("JDBC_USE_SESSION_TIMEZONE", "false");
		// Snowflake's defaults, whatever the account sets: dates are bound as ISO text
		properties.put("DATE_INPUT_FORMAT", "AUTO");
		properties.put("TIMESTAMP_INPUT_FORMAT", "AUTO");
		properties.put("TIME_INPUT_FORMAT", "AUTO");
		// Most results fit in the first response: one thread for further chunks will do
		properties.put("CLIENT_PREFETCH_THREADS", "1");
		properties.put("CLIENT_MEMORY_LIMIT", "64");
		// Shows in QUERY_HISTORY who asked; constant, so that plans are reused
		properties.put("QUERY_TAG", "data-api/" + version + " " + pool.name());
		// Snowflake stops the statement even if this process has ended
		Duration statementTimeout = (pool.statementTimeout() != null) ? pool.statementTimeout() : pool.deadline();
		properties.put("STATEMENT_TIMEOUT_IN_SECONDS", Long.toString(seconds(statementTimeout)));

		// For how long the driver retries, up to twice that with its last pause
		properties.put("networkTimeout", Long.toString(retries(pool).toMillis()));
		// How often it retries: a few times, to learn within seconds why a chunk of a
		// result cannot be fetched
		properties.put("maxHttpRetries", "3");
		properties.put("HTTP_CLIENT_SOCKET_TIMEOUT", Long.toString(RESPONSE.toMillis()));
		properties.put("HTTP_CLIENT_CONNECTION_TIMEOUT", Long.toString(CONNECT.toMillis()));
		properties.put("loginTimeout", Long.toString(seconds(pool.connectionDeadline())));
		// Connections with the same suffix share an HTTP client
		properties.put("user_agent_suffix", DriverHttpClient.USER_AGENT_SUFFIX + pool.name());

		HttpProxy proxy = HttpProxy.of(settings.proxy(), settings.noProxy());
		if (proxy != null) {
			proxy.addTo(properties);
		}

		// Would cost a request after each statement, and threads to send it
		properties.put("CLIENT_TELEMETRY_ENABLED", "false");
		// Would query the metadata services of three clouds before the first login, for
		// workload identity only
		properties.put("disablePlatformDetection", "true");
		// Connections live less than an hour, sessions four: no heartbeat is needed
		properties.put("CLIENT_SESSION_KEEP_ALIVE", "false");
		// The service never transfers files
		properties.put("enablePutGet", "false");
		// Certificates are still verified; egress rules do not name the hosts of OCSP
		properties.put("disableOCSPChecks", "true");
		return properties;
	}

	/**
	 * Half of the time in which a caller should learn that Snowflake cannot be reached,
	 * which is less than a report may take. In whole seconds: the driver reads less than
	 * one as no limit.
	 */
	private static Duration retries(PoolSettings pool) {
		return Duration.ofSeconds(Math.max(1, pool.patience().dividedBy(2).toSeconds()));
	}

	/** A duration in whole seconds, at least one, as Snowflake and the driver count. */
	static long seconds(Duration duration) {
		return Math.max(1, duration.plusMillis(999).toSeconds());
	}

	/** Sets a property that has a value. */
	static void put(Properties properties, String name, @Nullable String value) {
		if (value != null) {
			properties.put(name, value);
		}
	}

}
