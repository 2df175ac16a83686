package dev.dataapi.warehouse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The lengths of lists in statements: 1, 2, 4, 8 and so on, so that the warehouse sees
 * few texts and keeps a plan for each.
 */
public final class ListSizes {

	private ListSizes() {
	}

	/** The lengths that lists of up to a number of values are padded to. */
	public static List<Integer> upTo(int most) {
		List<Integer> sizes = new ArrayList<>(List.of(1));
		while (sizes.getLast() < most) {
			sizes.add(sizes.getLast() << 1);
		}
		return sizes;
	}

	/** The values, with the last one repeated up to the next of these lengths. */
	public static <T> List<T> padded(List<T> values) {
		List<T> padded = new ArrayList<>(values);
		padded.addAll(Collections.nCopies(upTo(values.size()).getLast() - values.size(), values.getLast()));
		return padded;
	}

}
