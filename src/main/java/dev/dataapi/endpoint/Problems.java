package dev.dataapi.endpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import dev.dataapi.endpoint.EndpointFile.Position;
import org.jspecify.annotations.Nullable;

/**
 * The errors of a file, in the file's order.
 */
final class Problems {

	private final TreeSet<Problem> problems = new TreeSet<>();

	/** Adds what is wrong at a place; the sentence may show the file's text. */
	void add(Position at, String sentence) {
		StringBuilder line = new StringBuilder(sentence);
		for (int i = 0; i < line.length(); i++) {
			if (Character.isISOControl(line.charAt(i))) {
				line.setCharAt(i, ' ');
			}
		}
		this.problems.add(new Problem(at, line.toString()));
	}

	boolean isEmpty() {
		return this.problems.isEmpty();
	}

	/** Each as {@code file:line:column: sentence}. */
	List<String> lines(String file) {
		List<String> lines = new ArrayList<>(this.problems.size());
		for (Problem problem : this.problems) {
			lines.add("%s:%d:%d: %s".formatted(file, problem.at().line(), problem.at().column(), problem.sentence()));
		}
		return lines;
	}

	/** What names of other formats are called here, where that is known. */
	private static final Map<String, String> ELSEWHERE = Map.of("enum", "values", "minimum", "min", "maximum", "max",
			"query", "sql", "statement", "sql", "limit", "max_rows", "timeout", "deadline", "ttl", "cache", "keys",
			"key", "params", "parameters");

	/**
	 * A question with the known name that was most likely meant.
	 * @return the question with a blank before it, or a list if no name is near
	 */
	static String didYouMean(String unknown, Collection<String> known) {
		String here = ELSEWHERE.get(unknown);
		if (here != null && known.contains(here)) {
			return " Did you mean '" + here + "'?";
		}
		String nearest = nearest(unknown, known);
		if (nearest != null) {
			return " Did you mean '" + nearest + "'?";
		}
		return known.isEmpty() ? "" : " Known here: " + String.join(", ", known) + ".";
	}

	/** The known name which was most likely meant, if one is near. */
	static @Nullable String nearest(String unknown, Collection<String> known) {
		String nearest = null;
		int least = Integer.MAX_VALUE;
		for (String name : known) {
			// of two letters, one more or less makes another word
			int shorter = Math.min(name.length(), unknown.length());
			int most = (shorter == 2 && name.length() != unknown.length()) ? 0 : Math.max(1, shorter / 2);
			// the distance is at least the difference of the lengths
			if (Math.abs(name.length() - unknown.length()) <= most) {
				int distance = distance(unknown, name);
				if (distance <= most && distance < least) {
					least = distance;
					nearest = name;
				}
			}
		}
		return nearest;
	}

	/** How many letters must be added, left out or replaced, case aside. */
	private static int distance(String one, String other) {
		int[] above = new int[other.length() + 1];
		for (int j = 0; j < above.length; j++) {
			above[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] row = new int[above.length];
			row[0] = i;
			for (int j = 1; j < row.length; j++) {
				boolean same = Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
				row[j] = Math.min(above[j - 1] + (same ? 0 : 1), Math.min(above[j], row[j - 1]) + 1);
			}
			above = row;
		}
		return above[other.length()];
	}

	private record Problem(Position at, String sentence) implements Comparable<Problem> {

		@Override
		public int compareTo(Problem other) {
			int order = this.at.compareTo(other.at);
			return (order != 0) ? order : this.sentence.compareTo(other.sentence);
		}

	}

}
