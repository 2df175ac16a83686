package dev.dataapi.cache;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Lets a writer that has changed a table void what is cached of it, in all instances that
 * share a cache: they follow within two seconds.
 */
@Endpoint(id = "invalidate")
class InvalidateEndpoint {

	private final List<CacheGroup> groups;

	InvalidateEndpoint(List<CacheGroup> groups) {
		this.groups = groups;
	}

	/**
	 * Voids entries.
	 * @param endpoint the endpoint, by the name that it has in metrics
	 * @param keys the keys as {@link Source#text} writes them, separated by commas, or
	 * nothing for all
	 * @return 200; 404 if there is no such endpoint; 503 if only this instance could be
	 * told
	 */
	@WriteOperation
	WebEndpointResponse<Map<String, Object>> invalidate(@Selector String endpoint, @Nullable String keys) {
		Optional<ReadThroughCache<?>> cache = this.groups.stream()
			.flatMap((group) -> group.caches().stream())
			.filter((each) -> each.name().equals(endpoint))
			.findFirst();
		if (cache.isEmpty()) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		Set<String> texts = (keys != null)
				? Stream.of(keys.split(",", -1)).map(String::strip).collect(Collectors.toSet()) : null;
		boolean told = cache.get().invalidateEverywhere(texts);
		Object invalidated = (texts != null) ? texts.size() : "all";
		return new WebEndpointResponse<>(Map.of("endpoint", endpoint, "invalidated", invalidated, "instances",
				told ? "all" : "this one: the shared cache cannot be reached"), told ? 200 : 503);
	}

}
