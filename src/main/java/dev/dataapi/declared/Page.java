package dev.dataapi.declared;

import java.util.List;

import dev.dataapi.declared.type.Domain;
import dev.dataapi.declared.type.IntegerType;
import dev.dataapi.declared.type.TextType;

/**
 * How a report is read page by page.
 *
 * @param by the columns that order its rows, no two of which have the same values there
 * @param size how many rows a page has unless a request says so
 * @param maxSize how many it may ask for
 */
public record Page(List<OrderColumn> by, int size, int maxSize) {

	/** The parameter by which a request says how many rows it wants. */
	public static final String SIZE = "size";

	/** The parameter by which a request says after which row. */
	public static final String AFTER = "after";

	/** In characters: with the rest of an address it must fit into a request. */
	static final int MAX_AFTER = 4000;

	public Page {
		by = List.copyOf(by);
	}

	/** The parameters that a request has besides those declared. */
	public List<Parameter> parameters() {
		Domain sizes = new Domain(new IntegerType(), 1, 1L, (long) this.maxSize, List.of());
		Domain texts = new Domain(new TextType(), MAX_AFTER, null, null, List.of());
		return List.of(
				new Parameter(SIZE, sizes, 0, false, false, List.of((long) this.size), null,
						"How many rows a page has.", null, null),
				new Parameter(AFTER, texts, 0, false, true, List.of(), null,
						"Where a page begins: the next page's stands in the header Link of this one.", null, null));
	}

}
