package dev.dataapi.declared;

import java.util.List;
import java.util.stream.Stream;

/**
 * A path that an endpoint answers, cut at its slashes. In one of the service's own,
 * {@code *} at the end of a segment stands for any rest of it and a last {@code **} for
 * any further segments.
 *
 * @param segments the segments
 */
public record Route(List<String> segments) {

	private static final List<Route> OWN = Stream
		.of("/", "/test*", "/test/**", "/connector/**", "/snowpark/**", "/customer/**", "/livez/**", "/readyz/**",
				"/actuator/**", "/v3/api-docs*/**", "/swagger-ui*/**", "/error/**", "/favicon.ico")
		.map(Route::of)
		.toList();

	public static Route of(String path) {
		return new Route(List.of(path.substring(1).split("/", -1)));
	}

	/** Whether the service itself answers the path, or some path of this pattern. */
	public boolean isOwn() {
		return OWN.stream().anyMatch(this::overlaps);
	}

	/** Whether a request's path may match both. */
	public boolean overlaps(Route other) {
		for (int i = 0;; i++) {
			if (isOpen(i) || other.isOpen(i)) {
				return true;
			}
			if (i == this.segments.size() || i == other.segments.size()) {
				return this.segments.size() == other.segments.size();
			}
			if (!overlap(this.segments.get(i), other.segments.get(i))) {
				return false;
			}
		}
	}

	private boolean isOpen(int index) {
		return index < this.segments.size() && this.segments.get(index).equals("**");
	}

	private static boolean overlap(String one, String other) {
		return one.equals(LookupDeclaration.KEYS) || other.equals(LookupDeclaration.KEYS) || one.equals(other)
				|| (one.endsWith("*") && other.startsWith(one.substring(0, one.length() - 1)))
				|| (other.endsWith("*") && one.startsWith(other.substring(0, other.length() - 1)));
	}

}
