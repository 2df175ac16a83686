package dev.dataapi.cache;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link KeyText}. */
class KeyTextTests {

	@Test
	void numberOrTextIsItself() {
		assertThat(KeyText.of(1885L)).isEqualTo("1885");
		assertThat(KeyText.of("AAA~1, b")).isEqualTo("AAA~1, b");
	}

	@Test
	void recordsThatDifferHaveTextsThatDiffer() {
		assertThat(KeyText.of(new Range(LocalDate.of(1995, 1, 1), LocalDate.of(1995, 3, 31))))
			.isEqualTo("(10:1995-01-0110:1995-03-31");
		assertThat(KeyText.of(new Parts(List.of("a, b")))).isNotEqualTo(KeyText.of(new Parts(List.of("a", "b"))));
		assertThat(KeyText.of(new Parts(List.of("a1:b")))).isNotEqualTo(KeyText.of(new Parts(List.of("a", "b"))));
		assertThat(KeyText.of(new Parts(List.of("1[1:a")))).isNotEqualTo(KeyText.of(new Parts(List.of(List.of("a")))));
		assertThat(KeyText.of(new Parts(List.of("", "a")))).isNotEqualTo(KeyText.of(new Parts(List.of("a", ""))));
	}

	@Test
	void mapsKeepTheirOrder() {
		Map<String, List<Object>> values = new LinkedHashMap<>();
		values.put("from", List.of("1995-01-01"));
		values.put("limit", List.of(20L));
		assertThat(KeyText.of(values)).isEqualTo("2{4:from1[10:1995-01-015:limit1[2:20");
	}

	record Range(LocalDate start, LocalDate end) {
	}

	record Parts(List<Object> parts) {
	}

}
