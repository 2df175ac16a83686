package dev.dataapi.declared.file;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import dev.dataapi.NearestWord;

/**
 * The errors of files, in the order of each file. Thread-safe.
 */
public final class FileErrors {

	private final Set<Located> problems = new ConcurrentSkipListSet<>();

	/** Adds what is wrong at a place; the sentence may show the file's text. */
	public void add(Position at, String sentence) {
		StringBuilder line = new StringBuilder(sentence);
		for (int i = 0; i < line.length(); i++) {
			if (Character.isISOControl(line.charAt(i))) {
				line.setCharAt(i, ' ');
			}
		}
		this.problems.add(new Located(at, line.toString()));
	}

	void addAll(FileErrors others) {
		this.problems.addAll(others.problems);
	}

	public boolean isEmpty() {
		return this.problems.isEmpty();
	}

	/** Each as {@code file:line:column: sentence}. */
	public List<String> lines() {
		return this.problems.stream().map((problem) -> problem.at() + ": " + problem.sentence()).toList();
	}

	/** What names of other formats are called here, where that is known. */
	private static final Map<String, String> ELSEWHERE = Map.of("enum", "values", "minimum", "min", "maximum", "max",
			"query", "sql", "statement", "sql", "limit", "max_rows", "timeout", "deadline", "ttl", "cache", "keys",
			"key", "params", "parameters");

	/**
	 * A question with the known name that was most likely meant.
	 * @return the question with a blank before it, or a list if no name is near
	 */
	public static String didYouMean(String unknown, Collection<String> known) {
		String here = ELSEWHERE.get(unknown);
		if (here != null && known.contains(here)) {
			return " Did you mean '" + here + "'?";
		}
		String nearest = NearestWord.of(unknown, known);
		if (nearest != null) {
			return " Did you mean '" + nearest + "'?";
		}
		return known.isEmpty() ? "" : " Known here: " + String.join(", ", known) + ".";
	}

	private record Located(Position at, String sentence) implements Comparable<Located> {

		@Override
		public int compareTo(Located other) {
			int order = this.at.compareTo(other.at);
			return (order != 0) ? order : this.sentence.compareTo(other.sentence);
		}

	}

}
