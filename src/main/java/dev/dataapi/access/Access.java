package dev.dataapi.access;

import java.util.List;
import java.util.regex.Pattern;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint asks of its callers.
 *
 * @param roles one of which a caller must have; empty for all callers
 * @param rateLimit how often each caller may ask, beside the service's own limit
 */
public record Access(List<String> roles, @Nullable RateLimit rateLimit) {

	/** Asks nothing. */
	public static final Access ANY = new Access(List.of(), null);

	/** What is accepted as a role, to be read after "must be". */
	public static final String ACCEPTED_ROLES = "names of 1 to 100 letters, digits, or the signs _.:/-";

	private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_.:/-]{1,100}");

	public Access {
		roles = List.copyOf(roles);
	}

	public static boolean isRole(String text) {
		return ROLE.matcher(text).matches();
	}

	/** The role for which the caller may ask, {@code none} if none is needed. */
	@Nullable String admits(@Nullable Caller caller) {
		if (this.roles.isEmpty()) {
			return "none";
		}
		for (String role : this.roles) {
			if (caller != null && caller.roles().contains(role)) {
				return role;
			}
		}
		return null;
	}

	/**
	 * Refuses to be asked of an endpoint's callers where what it asks is not switched on.
	 * @param endpoint the endpoint's name
	 */
	public void require(String endpoint, @Nullable Admission admission) {
		if (!this.roles.isEmpty() && (admission == null || !admission.isAuthenticated())) {
			throw new InvalidSettingException(AccessProperties.AUTHENTICATION, "",
					"be set, since " + endpoint + " names the roles of its callers");
		}
		if (this.rateLimit != null && admission == null) {
			throw new InvalidSettingException("data-api.rate-limit", "", "be set, since " + endpoint
					+ " has a limit of its own: it is the limit on all requests of a caller");
		}
	}

}
