package dev.dataapi.warehouse.snowflake;

import java.time.Duration;
import java.util.Properties;

import dev.dataapi.warehouse.SessionTimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The driver's properties for one pool, each set on purpose. The driver silently ignores
 * misspelled ones.
 */
final class SessionProperties {

	/** To open a TCP and TLS connection; a host that is up needs far less. */
	private static final Duration CONNECT = Duration.ofSeconds(2);

	private SessionProperties() {
	}

	/** The properties of a pool, without a credential. */
	static Properties of(SnowflakeProperties settings, SnowflakePool.Limits pool, SessionTimeZone zone,
			String version) {
		Properties properties = new Properties();
		// Without region, as the driver itself takes it from a host's name
		properties.put("account", settings.requireAccount().name());
		put(properties, "user", settings.user());
		put(properties, "role", settings.role());
		// Only if set: inside Snowflake the service's QUERY_WAREHOUSE applies
		put(properties, "warehouse", settings.warehouse());
		put(properties, "db", settings.database());
		put(properties, "schema", settings.schema());

		// Arrow needs memory outside the heap and gains nothing for few rows; a server
		// may still send it
		properties.put("JDBC_QUERY_RESULT_FORMAT", "JSON");
		properties.put("TIMEZONE", zone.timeZone());
		// Times without zone are moved to no other: on the way, the driver fails for days
		// that the Gregorian calendar has not
		properties.put("JDBC_TREAT_TIMESTAMP_NTZ_AS_UTC", "true");
		properties.put("JDBC_USE_SESSION_TIMEZONE", "false");
		// How text is cast, as where an account sets nothing: dates and times are bound
		// as
		// ISO text
		properties.put("DATE_INPUT_FORMAT", "AUTO");
		properties.put("TIMESTAMP_INPUT_FORMAT", "AUTO");
		properties.put("TIME_INPUT_FORMAT", "AUTO");
		// Results fit in the first response: no thread and no memory for further chunks
		properties.put("CLIENT_PREFETCH_THREADS", "1");
		properties.put("CLIENT_MEMORY_LIMIT", "64");
		// Constant, so that plans are reused; tells in QUERY_HISTORY who asked
		properties.put("QUERY_TAG", "data-api/" + version + " " + pool.name());
		// Snowflake stops the statement even if this process has ended
		properties.put("STATEMENT_TIMEOUT_IN_SECONDS", Long.toString(seconds(pool.statementTimeout())));

		// How long the driver retries, besides its last pause, which may be as long
		properties.put("networkTimeout", Long.toString(retries(pool).toMillis()));
		// How long it waits for a response: past the deadline, or it would resend a slow
		// statement
		properties.put("HTTP_CLIENT_SOCKET_TIMEOUT", Long.toString(pool.deadline().plusMillis(500).toMillis()));
		properties.put("HTTP_CLIENT_CONNECTION_TIMEOUT", Long.toString(CONNECT.toMillis()));
		properties.put("loginTimeout", Long.toString(seconds(pool.connectionDeadline())));
		// Connections with the same suffix share an HTTP client, and the timeouts of the
		// first of them
		properties.put("user_agent_suffix", pool.name() + " " + pool.deadline().toMillis());

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
