package dev.dataapi.declared;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A choice of texts of the file, by the values that a request's parameter may have. One
 * of them stands in the statement.
 */
public record Sort(String name, Map<String, String> texts) {

	public Sort {
		texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
	}

}
