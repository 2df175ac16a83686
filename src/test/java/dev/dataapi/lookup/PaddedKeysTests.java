package dev.dataapi.lookup;

import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Tests for {@link PaddedKeys}. */
class PaddedKeysTests {

	@ParameterizedTest
	@CsvSource({ "1,1", "2,2", "3,4", "4,4", "5,8", "8,8", "9,16", "64,64", "65,128", "127,128", "128,128" })
	void ofWhenSizeIsNotPowerOfTwoRoundsItUp(int size, int paddedSize) {
		assertThat(PaddedKeys.of(Collections.nCopies(size, "k"))).hasSize(paddedSize);
	}

	@Test
	void ofWhenPaddedRepeatsLastKey() {
		assertThat(PaddedKeys.of(List.of(1L, 2L, 3L, 4L, 5L))).containsExactly(1L, 2L, 3L, 4L, 5L, 5L, 5L, 5L);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 129 })
	void ofWhenSizeIsOutOfRangeIsRefused(int size) {
		List<Long> keys = LongStream.range(0, size).boxed().toList();
		assertThatIllegalArgumentException().isThrownBy(() -> PaddedKeys.of(keys))
			.withMessage("'keys' must have 1 to 128 elements, not " + size);
	}

}
