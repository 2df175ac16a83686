package dev.dataapi.report;

import dev.dataapi.endpoint.BadRequestException;
import java.time.LocalDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClerkYear}.
 */
class ClerkYearTests {

	@Test
	void ofKeepsTheClerkIdAsTyped() {
		assertThat(ClerkYear.of("2", "1995").clerk()).isEqualTo("Clerk#2");
		assertThat(ClerkYear.of("000000002", "1995").clerk()).isEqualTo("Clerk#000000002");
	}

	@Test
	void daysAreTheWholeYear() {
		assertThat(ClerkYear.of("1", "1996").days())
			.contains(new DateRange(LocalDate.of(1996, 1, 1), LocalDate.of(1996, 12, 31)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1995", "-0", "+0", "10000", "99999999999999999999" })
	void daysWhenYearCannotHaveOrdersAreEmpty(String year) {
		assertThat(ClerkYear.of("1", year).days()).isEmpty();
	}

	@Test
	void ofWhenThereCannotBeOrdersIsAlwaysTheSame() {
		assertThat(ClerkYear.of("0000000001", "1995")).isEqualTo(ClerkYear.NONE)
			.isEqualTo(ClerkYear.of("9".repeat(7700), "1995"))
			.isEqualTo(ClerkYear.of("1", "-3"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1995", "+1995", "01995" })
	void ofWhenYearIsAnIntegerReadsIt(String year) {
		assertThat(ClerkYear.of("1", year).year()).isEqualTo(1995);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1e3", "1995.0", "abcd", " 1995", "--1", "+", "१९९५" })
	void ofWhenYearIsNotAnIntegerNamesIt(String year) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> ClerkYear.of("1", year))
			.satisfies((ex) -> assertThat(ex.detail()).startsWith("year accepts an integer"))
			.satisfies((ex) -> assertThat(ex.getBody().getProperties()).containsEntry("error", "Invalid year."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "2a", "-2", "2 ", "٢", "1' OR '1'='1" })
	void ofWhenClerkIdIsNotDigitsNamesIt(String clerkId) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> ClerkYear.of(clerkId, "1995"))
			.satisfies((ex) -> assertThat(ex.detail()).startsWith("clerkId accepts the digits"))
			.satisfies((ex) -> assertThat(ex.getBody().getProperties()).containsEntry("error",
					"Clerk ID can only contain numbers."));
	}

}
