package dev.dataapi.customer;

import dev.dataapi.endpoint.BadRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CustomerIds}.
 */
class CustomerIdsTests {

	@Test
	void parseKeepsTheOrderAndEachIdOnce() {
		assertThat(CustomerIds.parse("1885,1,1885,0001", 100).values()).containsExactly(1885L, 1L);
	}

	@Test
	void parseAcceptsBlanksAroundAnId() {
		assertThat(CustomerIds.parse(" 1885 , 1\t", 100).values()).containsExactly(1885L, 1L);
	}

	@Test
	void parseWhenIntegerExceeds64BitsLeavesItOut() {
		assertThat(CustomerIds.parse("9223372036854775807,9223372036854775808,5", 100).values())
			.containsExactly(Long.MAX_VALUE, 5L);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "x|1", "1,|2", ",1|1", "1,,2|2", "+1|1", "-1|1", "1 2|1", "1.0|1", "1e3|1",
			"0x1|1", "1885 OR 1=1|1", "1);DROP TABLE t|1", "٣|1", "1,2,3a|3" })
	void parseWhenAPartIsNotAnIdNamesThePart(String text, int part) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> CustomerIds.parse(text, 100))
			.satisfies((ex) -> assertThat(ex.detail()).startsWith("Part " + part + " of ids, '"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t" })
	void parseWhenThereIsNoIdIsRefused(String text) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> CustomerIds.parse(text, 100));
	}

	@Test
	void parseWhenThereAreTooManyIdsNamesTheFirstTooMany() {
		assertThat(CustomerIds.parse("1,2,3", 3).values()).hasSize(3);
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> CustomerIds.parse("1,2,3,44", 3))
			.satisfies((ex) -> assertThat(ex.detail()).contains("at most 3").contains("'44'"));
	}

	@Test
	void parseWhenAPartIsLongShowsItsBeginning() {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> CustomerIds.parse("x".repeat(1000), 3))
			.satisfies((ex) -> assertThat(ex.detail()).contains("x".repeat(40) + "...'").hasSizeLessThan(200));
	}

}
