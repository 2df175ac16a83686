package dev.dataapi.warehouse.snowflake;

import java.time.Duration;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * The driver's properties of one pool, each set on purpose; the driver ignores a
 * misspelled one in silence.
 */
final class SessionProperties {

	/** To open a TCP and TLS connection: a host that is up answers well within. */
	private static final Duration CONNECT = Duration.ofSeconds(2);

	private SessionProperties() {
	}

	/**
	 * Makes the properties of a pool.
	 * @param settings where Snowflake is
	 * @param pool the pool's name and limits
	 * @param version this service's version
	 * @return the properties, without a credential
	 */
	static Properties of(SnowflakeProperties settings, SnowflakePool.Limits pool, String version) {
		Properties properties = new Properties();
		properties.put("account", settings.requireAccount());
		put(properties, "user", settings.user());
		put(properties, "role", settings.role());
		// Only if set: inside Snowflake the service's QUERY_WAREHOUSE applies
		put(properties, "warehouse", settings.warehouse());
		put(properties, "db", settings.database());
		put(properties, "schema", settings.schema());

		// Arrow needs memory outside the heap and buys nothing for few rows; a server
		// that
		// sends it anyway is understood
		properties.put("JDBC_QUERY_RESULT_FORMAT", "JSON");
		// Results fit in the first response: no thread and no memory for further chunks
		properties.put("CLIENT_PREFETCH_THREADS", "1");
		properties.put("CLIENT_MEMORY_LIMIT", "64");
		// Constant, so that plans are reused; shows in QUERY_HISTORY who asked
		properties.put("QUERY_TAG", "data-api/" + version + " " + pool.name());
		// Snowflake stops the statement even if this process is gone
		properties.put("STATEMENT_TIMEOUT_IN_SECONDS", Long.toString(seconds(pool.statementTimeout())));

		// How long the driver retries, not counting its last pause, which may be as long
		properties.put("networkTimeout", Long.toString(retries(pool).toMillis()));
		// How long it waits for a response: longer than the deadline, or it would send a
		// slow statement again
		properties.put("HTTP_CLIENT_SOCKET_TIMEOUT", Long.toString(pool.deadline().plusMillis(500).toMillis()));
		properties.put("HTTP_CLIENT_CONNECTION_TIMEOUT", Long.toString(CONNECT.toMillis()));
		properties.put("loginTimeout", Long.toString(seconds(pool.connectionDeadline())));
		// the driver keeps one HTTP client, with the time-outs of the first connection,
		// for all that agree in this
		properties.put("user_agent_suffix", pool.name() + " " + pool.deadline().toMillis());

		// Telemetry would cost a request after each statement, and threads to send it
		properties.put("CLIENT_TELEMETRY_ENABLED", "false");
		// Would ask the metadata addresses of three clouds before the first login, for
		// workload identity only
		properties.put("disablePlatformDetection", "true");
		// Connections live less than an hour and sessions four: no heartbeat is needed,
		// nor
		// its threads
		properties.put("CLIENT_SESSION_KEEP_ALIVE", "false");
		// The service never transfers files
		properties.put("enablePutGet", "false");
		// Certificates are still verified; OCSP would need hosts that egress rules do not
		// name
		properties.put("disableOCSPChecks", "true");
		return properties;
	}

	/**
	 * Half of the time in which a caller should be told that Snowflake cannot be reached,
	 * which is less than a report may take. In whole seconds, since the driver takes less
	 * than one for no limit.
	 */
	private static Duration retries(SnowflakePool.Limits pool) {
		boolean sooner = pool.deadline().compareTo(pool.connectionDeadline()) < 0;
		Duration half = (sooner ? pool.deadline() : pool.connectionDeadline()).dividedBy(2);
		return Duration.ofSeconds(Math.max(1, half.toSeconds()));
	}

	private static long seconds(Duration duration) {
		return Math.max(1, duration.plusMillis(999).toSeconds());
	}

	private static void put(Properties properties, String name, @Nullable String value) {
		if (value != null) {
			properties.put(name, value);
		}
	}

}
