package dev.dataapi.declared;

import dev.dataapi.declared.file.Section;
import java.util.List;
import java.util.Locale;
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

	private static final int MAX_LENGTH = 200;

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

	/**
	 * Reads an endpoint's path.
	 * @param section the endpoint
	 * @param byDefault the path where none is declared
	 * @param keys whether the keys stand in it
	 * @return the path
	 */
	public static String read(Section section, String byDefault, boolean keys) {
		String path = section.value("path");
		if (path == null) {
			return byDefault;
		}
		if (!path.startsWith("/") || path.length() > MAX_LENGTH || !isAccepted(of(path).segments(), keys)) {
			section.problem("path", (keys
					? "'path' must be segments such as /shops/{keys}, one of them {keys}, of letters, digits, -, _, . and ~"
					: "'path' must be segments such as /reports/orders, of letters, digits, -, _, . and ~")
					+ " without a slash at the end.");
			return byDefault;
		}
		return path;
	}

	private static boolean isAccepted(List<String> segments, boolean keys) {
		long variables = segments.stream().filter(LookupDeclaration.KEYS::equals).count();
		return variables == (keys ? 1 : 0)
				&& segments.stream().allMatch((each) -> each.equals(LookupDeclaration.KEYS) || isAccepted(each));
	}

	private static boolean isAccepted(String segment) {
		boolean known = segment.toLowerCase(Locale.ROOT)
			.chars()
			.allMatch((each) -> (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9')
					|| "-_.~".indexOf(each) >= 0);
		return known && !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
	}

}
