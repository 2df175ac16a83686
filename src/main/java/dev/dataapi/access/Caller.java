package dev.dataapi.access;

import java.util.Map;
import java.util.Set;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param name the name in logs and rate limits
 * @param roles what endpoints may ask for
 * @param claims what else is known of the caller, as text: single values by their names,
 * those within others by names joined by dots
 */
public record Caller(String name, Set<String> roles, Map<String, String> claims) {

	/** The claim that ingress tells. */
	static final String EMAIL = "email";

	private static final String ATTRIBUTE = Caller.class.getName();

	private static final int LONGEST_NAME = 255;

	public Caller {
		roles = Set.copyOf(roles);
		claims = Map.copyOf(claims);
	}

	/** Who sent this request, if that is known. */
	public static @Nullable Caller of(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof Caller caller) ? caller : null;
	}

	void mark(ServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	/** Whether a name can stand in a line of a log. */
	static boolean isName(@Nullable String name) {
		return name != null && !name.isBlank() && name.length() <= LONGEST_NAME
				&& name.chars().noneMatch(Character::isISOControl);
	}

}
