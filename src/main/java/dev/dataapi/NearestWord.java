package dev.dataapi;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/** Finds the known word that an unknown one most likely stands for. */
public final class NearestWord {

	private NearestWord() {
	}

	/** The nearest known word, if at most half of the shorter word's letters differ. */
	public static @Nullable String of(String unknown, Collection<String> known) {
		String nearest = null;
		int least = Integer.MAX_VALUE;
		for (String word : known) {
			// With two letters, one letter more or less is too much
			int shorter = Math.min(word.length(), unknown.length());
			int most = (shorter == 2 && word.length() != unknown.length()) ? 0 : Math.max(1, shorter / 2);
			// The distance is at least the difference of the lengths
			if (Math.abs(word.length() - unknown.length()) <= most) {
				int distance = distance(unknown, word);
				if (distance <= most && distance < least) {
					least = distance;
					nearest = word;
				}
			}
		}
		return nearest;
	}

	/**
	 * Levenshtein distance: how many letters must be added, left out or replaced, case
	 * aside.
	 */
	static int distance(String one, String other) {
		int[] row = new int[other.length() + 1];
		for (int j = 0; j < row.length; j++) {
			row[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j < row.length; j++) {
				boolean same = Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
				int replaced = diagonal + (same ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[other.length()];
	}

}
