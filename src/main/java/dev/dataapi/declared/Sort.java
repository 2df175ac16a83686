package dev.dataapi.declared;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A choice of texts of the file, one of which stands in the statement.
 *
 * @param name the parameter's name
 * @param texts what stands for it, by the value that a request sends, in the order of the
 * file
 */
public record Sort(String name, Map<String, String> texts) {

	public Sort {
		texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
	}

}
