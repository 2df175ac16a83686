package dev.dataapi.access;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Who may call.
 *
 * @param authentication how callers prove who they are; none unless set
 * @param callers the path of the file that names callers, their roles and keys
 * @param open what is answered to callers who have not proved who they are
 * @param rateLimit how often each caller may ask, such as {@code 50/s}; no limit unless
 * set
 * @param customer who may call {@code /customer}
 * @param connector who may call {@code /connector}
 * @param snowpark who may call {@code /snowpark}
 */
@ConfigurationProperties("data-api")
public record AccessProperties(@DefaultValue Set<Mode> authentication, @Nullable String callers,
		@DefaultValue("pages") Open open, @Nullable String rateLimit, @DefaultValue Routes customer,
		@DefaultValue Routes connector, @DefaultValue Routes snowpark) {

	/** The setting that switches authentication on. */
	public static final String AUTHENTICATION = "data-api.authentication";

	public AccessProperties {
		authentication = Set.copyOf(authentication);
		limit("data-api.rate-limit", rateLimit);
		check("customer", customer);
		check("connector", connector);
		check("snowpark", snowpark);
	}

	private static void check(String routes, Routes settings) {
		limit("data-api." + routes + ".rate-limit", settings.rateLimit());
		if (!settings.roles().stream().allMatch(Access::isRole)) {
			throw new InvalidSettingException("data-api." + routes + ".roles", String.join(",", settings.roles()),
					"be " + Access.ACCEPTED_ROLES + ", separated by commas");
		}
	}

	private static @Nullable RateLimit limit(String setting, @Nullable String text) {
		if (text == null || text.isBlank()) {
			return null;
		}
		RateLimit limit = RateLimit.parse(text);
		if (limit == null) {
			throw new InvalidSettingException(setting, text, "be " + RateLimit.ACCEPTED);
		}
		return limit;
	}

	/** Of all requests of a caller. */
	@Nullable RateLimit limit() {
		return limit("data-api.rate-limit", this.rateLimit);
	}

	/** Whether anything is asked of any caller. */
	boolean isOn() {
		return !this.authentication.isEmpty() || limit() != null;
	}

	/** Whether any of the ways to prove who one is can tell a value of a caller. */
	boolean canTell(CallerValue value) {
		if (value.claim() == null || this.authentication.contains(Mode.JWT)
				|| this.authentication.contains(Mode.KEYS)) {
			return !this.authentication.isEmpty();
		}
		return this.authentication.contains(Mode.INGRESS)
				&& (StringUtils.hasText(this.callers) || value.claim().equals(Caller.EMAIL));
	}

	/**
	 * Who may call the routes of one of the guides.
	 *
	 * @param roles one of which a caller must have
	 * @param rateLimit how often each caller may ask, such as {@code 5/s}
	 */
	public record Routes(@DefaultValue List<String> roles, @Nullable String rateLimit) {

		public Access access() {
			return (this.roles.isEmpty() && this.rateLimit == null) ? Access.ANY : new Access(this.roles,
					(this.rateLimit != null) ? RateLimit.parse(Objects.requireNonNull(this.rateLimit)) : null);
		}

	}

	/** How callers prove who they are. */
	public enum Mode {

		/** Snowflake's ingress names them. */
		INGRESS,

		/** By a token that an issuer has signed. */
		JWT,

		/** By a key that stands in the file of callers. */
		KEYS

	}

	/** What is answered to everyone. */
	public enum Open {

		/** Nothing but probes. */
		NOTHING,

		/** Also the root, the test page and the description's page. */
		PAGES,

		/** Also the API's description, which names all endpoints. */
		DESCRIPTION

	}

}
