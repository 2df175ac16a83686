package dev.dataapi.token;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The public endpoint that the token opens, by its host name: the {@code ingress_url} of
 * SHOW ENDPOINTS.
 */
record IngressEndpoint(String host) {

	private static final Pattern HOST = Pattern.compile("[a-z0-9][a-z0-9._-]*");

	/** Takes a host or a URL, of which it keeps the host. */
	IngressEndpoint {
		host = host.strip()
			.toLowerCase(Locale.ROOT)
			.replaceFirst("^https?://", "")
			.replaceFirst("(?s)[/?#].*$", "")
			.replaceFirst(":\\d+$", "");
		if (!HOST.matcher(host).matches()) {
			throw new IllegalArgumentException(
					"not a host name; take the ingress_url that SHOW ENDPOINTS IN SERVICE shows once it is ready.");
		}
	}

	/**
	 * What a JWT is exchanged for: a session of the role, or of the user's default role,
	 * at this endpoint.
	 */
	String scope(@Nullable String role) {
		return (role != null) ? "session:role:" + role + " " + this.host : this.host;
	}

	static String header(String token) {
		return "Authorization: Snowflake Token=\"" + token + "\"";
	}

	/** The command line that calls the endpoint, ready to paste into a shell. */
	String curl(EndpointPath path, String token) {
		return "curl --location " + ShellQuote.quote("https://" + this.host + path.text()) + " --header "
				+ ShellQuote.quote(header(token));
	}

}
