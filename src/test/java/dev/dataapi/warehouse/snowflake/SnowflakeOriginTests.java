package dev.dataapi.warehouse.snowflake;

import dev.dataapi.warehouse.PoolSettings;
import java.time.Duration;
import java.util.Properties;

import dev.dataapi.warehouse.SessionTimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which settings of a session are part of where values come from. */
class SnowflakeOriginTests {

	@ParameterizedTest
	@ValueSource(strings = { "account", "user", "role", "db", "schema", "TIMEZONE", "WEEK_START", "anything else" })
	void propertyThatMayChangeValuesCounts(String name) {
		assertThat(SessionProperties.thatDecideValues(with(name, "another")))
			.isNotEqualTo(SessionProperties.thatDecideValues(properties(1)));
	}

	@Test
	void propertiesOfTimeAndTransportDoNotCount() {
		assertThat(SessionProperties.thatDecideValues(properties(7)))
			.isEqualTo(SessionProperties.thatDecideValues(properties(1)));
		assertThat(SessionProperties.thatDecideValues(with("warehouse", "another")))
			.isEqualTo(SessionProperties.thatDecideValues(properties(1)));
	}

	@Test
	void originIsNotKnownBeforeSnowflakeWasAsked() {
		assertThat(new SnowflakeOrigin("settings").describe()).isNull();
	}

	private static Properties with(String name, String value) {
		Properties properties = properties(1);
		properties.put(name, value);
		return properties;
	}

	private static Properties properties(int seconds) {
		Duration duration = Duration.ofSeconds(seconds);
		SnowflakeProperties settings = new SnowflakeProperties("ACCOUNT", "USER", null, "ROLE", "WH", "DB", "SCHEMA",
				null, 443, "https", null, null, null, null, null, null, null, null, null);
		return SessionProperties.of(settings,
				new PoolSettings("pool " + seconds, seconds, seconds, duration, duration, duration),
				new SessionTimeZone("UTC"), "version " + seconds);
	}

}
