package dev.dataapi.declared;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.dataapi.access.AccessException;
import dev.dataapi.access.Caller;
import dev.dataapi.access.CallerValue;
import dev.dataapi.declared.LookupDeclaration.KeyPart;
import dev.dataapi.declared.type.Domain;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The values that an endpoint binds from the caller of a request, whatever the request
 * says. A caller who has none of the type is refused: nothing else stands for it.
 */
final class CallerValues {

	private static final Logger LOGGER = LoggerFactory.getLogger(CallerValues.class);

	private CallerValues() {
	}

	/**
	 * The values of a key's parts, with nothing where a request says them.
	 * @throws AccessException if the caller has none for one of them
	 */
	static List<@Nullable Object> of(LookupDeclaration lookup, ServletRequest request) {
		List<@Nullable Object> values = new ArrayList<>(lookup.key().size());
		for (KeyPart part : lookup.key()) {
			values.add((part.from() != null) ? value(part.from(), part.domain(), lookup, request) : null);
		}
		return values;
	}

	/**
	 * The values of the parameters that no request says, by their names.
	 * @throws AccessException if the caller has none for one of them
	 */
	static Map<String, List<Object>> of(ReportDeclaration report, ServletRequest request) {
		Map<String, List<Object>> values = new LinkedHashMap<>();
		for (Parameter parameter : report.parameters()) {
			if (parameter.from() != null) {
				values.put(parameter.name(), List.of(value(parameter.from(), parameter.domain(), report, request)));
			}
		}
		return values;
	}

	/**
	 * Differs for callers with other values, though an endpoint answers them the same.
	 */
	static String text(List<CallerValue> from, ServletRequest request) {
		Caller caller = Objects.requireNonNull(Caller.of(request));
		// No value holds the separator
		return from.stream().map((each) -> each.of(caller)).collect(Collectors.joining("\0"));
	}

	private static Object value(CallerValue from, Domain domain, Declaration declaration, ServletRequest request) {
		Caller caller = Caller.of(request);
		String text = (caller != null) ? from.of(caller) : null;
		Object value = (text != null && !text.isEmpty()) ? domain.parse(text) : null;
		if (value == null) {
			LOGGER.debug("{}: the caller's {} must be {}", declaration.id(), from, domain.accepted());
			throw AccessException.lacking();
		}
		return value;
	}

}
