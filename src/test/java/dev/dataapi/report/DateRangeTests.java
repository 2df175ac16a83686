package dev.dataapi.report;

import dev.dataapi.endpoint.BadRequestException;
import java.time.LocalDate;
import java.util.TimeZone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.ErrorResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DateRange}.
 */
class DateRangeTests {

	private static final LocalDate DEFAULT_START = LocalDate.of(1995, 1, 1);

	private static final LocalDate DEFAULT_END = LocalDate.of(1995, 3, 31);

	@Test
	void ofWhenParametersAreAbsentUsesTheFirstQuarterOf1995() {
		assertThat(DateRange.of(null, null)).isEqualTo(new DateRange(DEFAULT_START, DEFAULT_END));
	}

	@Test
	void ofWhenParametersAreEmptyUsesTheFirstQuarterOf1995() {
		assertThat(DateRange.of("", "")).isEqualTo(new DateRange(DEFAULT_START, DEFAULT_END));
	}

	@ParameterizedTest
	@CsvSource({ "1995-1-5, 1995-01-05", "1996-02-29, 1996-02-29", "0001-01-01, 0001-01-01", "1995-03-31, 1995-03-31" })
	void ofWhenStartIsADateReadsIt(String text, LocalDate date) {
		assertThat(DateRange.of(text, "9999-12-31")).isEqualTo(new DateRange(date, LocalDate.of(9999, 12, 31)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1995-02-30", "1995-02-29", "1995-13-01", "1995-00-10", "1995-01-00", "0000-01-01",
			"95-01-01", "1995-001-01", "1995/01/01", " 1995-01-01", "1995-01-01 ", "1995-01-01T00:00:00", "+1995-01-01",
			"-1995-01-01", "19950101", "today", "1995-01", "１９９５-01-01", "1995-01-01' OR '1'='1" })
	void ofWhenEndIsNotADateNamesTheParameter(String text) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> DateRange.of("0001-01-01", text))
			.satisfies((ex) -> assertThat(detail(ex)).startsWith("end_range is not a date").contains("YYYY-MM-DD"))
			.satisfies((ex) -> assertThat(ex.getBody().getProperties()).containsEntry("error",
					"Invalid start and/or end dates."));
	}

	@Test
	void ofWhenRangeIsReversedNamesBothParameters() {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> DateRange.of("1995-02-02", "1995-02-01"))
			.satisfies(
					(ex) -> assertThat(detail(ex)).isEqualTo("start_range 1995-02-02 is after end_range 1995-02-01."));
	}

	/** Samoa went from the 29th to the 31st. */
	@Test
	void daysWhenThisProcessHasThemNotAreThoseAskedFor() {
		TimeZone zone = TimeZone.getDefault();
		try {
			TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
			DateRange range = DateRange.of("2011-12-30", "2011-12-30");
			assertThat(range.sqlStart()).hasToString("2011-12-30");
			assertThat(range.sqlEnd()).hasToString("2011-12-30");
			assertThat(DateRange.of("0001-01-01", "1582-10-05").sqlEnd()).hasToString("1582-10-05");
		}
		finally {
			TimeZone.setDefault(zone);
		}
	}

	@Test
	void ofWhenRangeIsOneDayIsAccepted() {
		assertThat(DateRange.of("1995-02-01", "1995-02-01").start()).isEqualTo(LocalDate.of(1995, 2, 1));
	}

	private static String detail(ErrorResponseException ex) {
		return String.valueOf(ex.getBody().getDetail());
	}

}
