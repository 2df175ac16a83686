package dev.dataapi.warehouse.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.RunningService;
import dev.dataapi.warehouse.SessionTimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The time zone of the embedded warehouse's sessions, wherever this process is.
 */
class EmbeddedTimeZoneTests {

	private static final TimeZone ZONE = TimeZone.getDefault();

	@AfterEach
	void restoreZone() {
		TimeZone.setDefault(ZONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTC", "Asia/Kolkata", "Pacific/Kiritimati", "Etc/GMT+12" })
	void everySessionHasTheZoneThatIsSet(String zone) throws Exception {
		TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
		try (EmbeddedWarehouse warehouse = start(zone);
				GatedDataSource pool = new GatedDataSource(warehouse, "zoned", 2, Duration.ofSeconds(30))) {
			JdbcTemplate template = new JdbcTemplate(pool);
			assertThat(template.queryForObject("SELECT current_setting('TimeZone')", String.class)).isEqualTo(zone);
			assertThat(template.queryForObject("SELECT CURRENT_DATE = CAST(now() AT TIME ZONE '" + zone + "' AS DATE)",
					Boolean.class))
				.isTrue();
			assertThat(template.queryForObject("SELECT CAST(TIMESTAMP '2020-07-01 00:00:00' AS TIMESTAMPTZ)"
					+ " = TIMESTAMP '2020-07-01 00:00:00' AT TIME ZONE '" + zone + "'", Boolean.class))
				.isTrue();
		}
	}

	private static EmbeddedWarehouse start(String zone) throws InterruptedException {
		EmbeddedWarehouse warehouse = EmbeddedWarehouse.start(new EmbeddedProperties(0.001, null, null, true),
				new SessionTimeZone(zone), Set.of(), Set.of());
		warehouse.awaitLoaded();
		return warehouse;
	}

	@Test
	void serviceHasUtcUnlessAnotherIsSet() {
		TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
		try (RunningService service = RunningService.start("embedded",
				List.of("data-api.embedded.scale-factor=0.001"))) {
			assertThat(service.bean("reports", JdbcTemplate.class)
				.queryForObject("SELECT current_setting('TimeZone')", String.class)).isEqualTo("UTC");
		}
		try (RunningService service = RunningService.start("embedded",
				List.of("data-api.embedded.scale-factor=0.001", "data-api.time-zone=Asia/Tokyo"))) {
			assertThat(service.bean("lookups", JdbcTemplate.class)
				.queryForObject("SELECT current_setting('TimeZone')", String.class)).isEqualTo("Asia/Tokyo");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Mars/Olympus", "+02:00", "utc", "Berlin", "GMT+2", "UTC'; DROP TABLE x; --" })
	void zoneWhenUnknownIsRefused(String zone) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> new SessionTimeZone(zone))
			.withMessageContaining("it must be a name of the IANA time zone database");
	}

}
