package dev.dataapi.cache.shared;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import dev.dataapi.cache.Entry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link SharedEntry}. */
class SharedEntryTests {

	private static final String LINK = "<orders?after=x>; rel=\"next\"";

	private static final byte[] VALUE = "{\"A\":1}".getBytes(StandardCharsets.UTF_8);

	@Test
	void valueIsReadAsItWasWritten() {
		Entry entry = Entry.of(VALUE, null, 5);
		SharedEntry read = SharedEntry.decode(SharedEntry.encode(entry, 1_800_000_000_123L));
		assertThat(read).isNotNull();
		assertThat(read.value()).isEqualTo(VALUE);
		assertThat(read.etag()).isEqualTo(entry.etag());
		assertThat(read.askedAt()).isEqualTo(1_800_000_000_123L);
	}

	@Test
	void negativeEntryHasNoValue() {
		assertThat(SharedEntry.decode(SharedEntry.encode(Entry.of(null, null, 5), 7)))
			.isEqualTo(new SharedEntry(null, null, null, 7));
	}

	@Test
	void anotherFormatIsNoEntry() {
		byte[] bytes = SharedEntry.encode(Entry.of(VALUE, null, 5), 7);
		bytes[0] = 1;
		assertThat(SharedEntry.decode(bytes)).isNull();
	}

	@Test
	void linkIsReadAsItWasWritten() {
		Entry entry = Entry.of(VALUE, LINK, 5);
		SharedEntry read = SharedEntry.decode(SharedEntry.encode(entry, 7));
		assertThat(read).isNotNull();
		assertThat(read.value()).isEqualTo(VALUE);
		assertThat(read.link()).isEqualTo(LINK);
		assertThat(read.etag()).isEqualTo(entry.etag()).isNotEqualTo(Entry.of(VALUE, null, 5).etag());
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = LINK)
	void anyDamageToTheValueIsNoticed(@Nullable String link) {
		byte[] bytes = SharedEntry.encode(Entry.of(VALUE, link, 5), 7);
		for (int i = 9; i < bytes.length; i++) {
			byte[] damaged = bytes.clone();
			damaged[i] ^= 1;
			assertThat(SharedEntry.decode(damaged)).as("byte %d", i).isNull();
		}
		for (int length = 0; length < bytes.length; length++) {
			assertThat(SharedEntry.decode(Arrays.copyOf(bytes, length))).as("%d bytes", length).isNull();
		}
	}

	@Test
	void garbageIsNoEntry() {
		Random random = new Random(20261125);
		for (int i = 0; i < 10_000; i++) {
			byte[] garbage = new byte[random.nextInt(100)];
			random.nextBytes(garbage);
			assertThat(SharedEntry.decode(garbage)).isNull();
		}
	}

}
