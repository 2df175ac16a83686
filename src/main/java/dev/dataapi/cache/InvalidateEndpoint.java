package dev.dataapi.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Voids what is cached of a table that a writer has changed, in all instances that share
 * a cache. They follow within two seconds; one that cannot reach the shared cache serves
 * nothing as fresh that is older than a minute.
 */
@Endpoint(id = "invalidate")
class InvalidateEndpoint {

	private static final String KEYS = "keys";

	private static final String PARAMETERS = "parameters";

	private static final Set<String> NAMES = Set.of("endpoint", KEYS, PARAMETERS);

	private static final String ACCEPTED = "'keys' with the keys of a look-up, as in its path, 'parameters' with those of a "
			+ "report, as in its query, or neither for all entries.";

	private static final int SHOWN = 40;

	private final List<CacheGroup> groups;

	InvalidateEndpoint(List<CacheGroup> groups) {
		this.groups = groups;
	}

	/**
	 * Voids entries.
	 * @param endpoint the endpoint, by the name that it has in metrics
	 * @param keys the keys as a request's path names them, or nothing
	 * @param parameters the parameters as a request's query names them, or nothing; all
	 * entries if neither is given
	 * @return 200 with the number of keys that had an entry; 400 if a request with them
	 * would be; 404 if there is no such endpoint; 503 if only this instance could be told
	 */
	@WriteOperation
	WebEndpointResponse<Map<String, Object>> invalidate(@Selector String endpoint, @Nullable String keys,
			@Nullable String parameters) {
		// Two for the moment in which a changed declaration takes the place of another
		List<ReadThroughCache<?>> caches = this.groups.stream()
			.<ReadThroughCache<?>>flatMap((group) -> group.caches().stream())
			.filter((each) -> each.endpoint().equals(endpoint))
			.toList();
		if (caches.isEmpty()) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		if (keys != null && parameters != null) {
			return refused("'keys' and 'parameters' exclude each other: " + ACCEPTED);
		}
		String text = (keys != null) ? keys : parameters;
		try {
			WebEndpointResponse<Map<String, Object>> answer = invalidate(caches.getFirst(), text);
			for (ReadThroughCache<?> other : caches.subList(1, caches.size())) {
				answer = invalidate(other, text);
			}
			return answer;
		}
		catch (IllegalArgumentException ex) {
			return refused(String.valueOf(ex.getMessage()));
		}
	}

	private static WebEndpointResponse<Map<String, Object>> invalidate(ReadThroughCache<?> cache,
			@Nullable String text) {
		if (text == null) {
			return answer(cache, "all", cache.invalidator().everywhere());
		}
		Invalidator.Invalidated invalidated = cache.invalidator().everywhere(text);
		return answer(cache, invalidated.entries(), invalidated.told());
	}

	private static WebEndpointResponse<Map<String, Object>> answer(ReadThroughCache<?> cache, Object invalidated,
			boolean told) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("endpoint", cache.endpoint());
		body.put("invalidated", invalidated);
		if (!cache.isShared()) {
			body.put("instances", "this one: it shares no cache");
		}
		else if (told) {
			body.put("instances", "all");
			body.put("within", SecondLevel.LONGEST_UNFOLLOWED.toSeconds() + "s");
		}
		else {
			body.put("instances", "this one: the shared cache cannot be reached");
		}
		return new WebEndpointResponse<>(body,
				told ? WebEndpointResponse.STATUS_OK : WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
	}

	private static WebEndpointResponse<Map<String, Object>> refused(String error) {
		return new WebEndpointResponse<>(Map.of("error", error), WebEndpointResponse.STATUS_BAD_REQUEST);
	}

	/** Refuses unknown names, which Actuator ignores: a misspelt one would void all. */
	static OperationInvoker strict(EndpointId id, OperationType type, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!id.equals(EndpointId.of("invalidate"))) {
			return invoker;
		}
		return (context) -> {
			for (Map.Entry<String, Object> argument : context.getArguments().entrySet()) {
				String name = argument.getKey();
				if (!NAMES.contains(name)) {
					return refused("'" + shown(name) + "' is not accepted: a body has " + ACCEPTED);
				}
				if (argument.getValue() == null) {
					return refused("'" + name + "' must be text: a body has " + ACCEPTED);
				}
			}
			return invoker.invoke(context);
		};
	}

	private static String shown(String name) {
		return (name.codePointCount(0, name.length()) <= SHOWN) ? name
				: name.substring(0, name.offsetByCodePoints(0, SHOWN)) + "...";
	}

}
