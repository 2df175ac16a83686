package dev.dataapi.cache.shared;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link SharedNames}. */
class SharedNamesTests {

	private static final List<String> MAKERS = List.of("program", "https://host/{role=ANALYST, user=JANE}", "SELECT");

	@Test
	void nameOfAnEntryIsOfAllThatMakesItsValue() {
		List<String> names = new ArrayList<>();
		names.add(name("prefix", "endpoint", MAKERS, "1"));
		names.add(name("other", "endpoint", MAKERS, "1"));
		names.add(name("prefix", "other", MAKERS, "1"));
		names.add(name("prefix", "endpoint", MAKERS, "2"));
		for (int i = 0; i < MAKERS.size(); i++) {
			List<String> others = new ArrayList<>(MAKERS);
			others.set(i, "other");
			names.add(name("prefix", "endpoint", others, "1"));
		}
		// Of the same signs, cut elsewhere
		names.add(name("prefix", "endpoint", List.of("program", MAKERS.get(1) + "SEL", "ECT"), "1"));
		names.add(name("prefix", "endpoint", List.of("pro", "gram" + MAKERS.get(1), MAKERS.get(2)), "1"));
		assertThat(names).doesNotHaveDuplicates();
		assertThat(name("prefix", "endpoint", new ArrayList<>(MAKERS), "1")).isEqualTo(names.getFirst());
	}

	@Test
	void nameShowsNeitherKeyNorUserNorHost() {
		String key = "jane@example.com";
		assertThat(name("prefix", "endpoint", MAKERS, key)).matches("prefix:2:endpoint:[0-9a-f]{32}");
	}

	@Test
	void nameOfInvalidationsIsThatOfAllVersions() {
		assertThat(SharedNames.invalidations("prefix", "endpoint")).isEqualTo("prefix:invalidations:endpoint");
	}

	private static String name(String prefix, String endpoint, List<String> makers, String key) {
		return new SharedNames(prefix, endpoint, makers).entry(key);
	}

}
