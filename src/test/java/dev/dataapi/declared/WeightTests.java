package dev.dataapi.declared;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The weight of keys in the cache.
 */
class WeightTests {

	@Test
	void weightCountsTheBytesOfText() {
		int one = Weight.of(List.of("a"));
		assertThat(Weight.of(List.of("a".repeat(1001))) - one).isEqualTo(1000);
		assertThat(Weight.of(List.of("\u20ac".repeat(1000)))).isGreaterThanOrEqualTo(2000);
		assertThat(Weight.of(List.of(1L))).isLessThan(one);
		assertThat(Weight.of(List.of(1L, "a"))).isGreaterThan(one);
	}

	@Test
	void weightOfArgumentsIsThatOfAllTheirValues() {
		Arguments arguments = new Arguments(Map.of("a", List.of("x".repeat(500), "y".repeat(500)), "b", List.of(1L)));
		int weight = arguments.values().values().stream().mapToInt(Weight::of).sum();
		assertThat(weight).isBetween(1000, 1500);
	}

}
