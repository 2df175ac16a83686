package dev.dataapi.token;

import java.util.Locale;
import java.util.regex.Pattern;

import dev.dataapi.token.TokenCommand.Shell;
import org.jspecify.annotations.Nullable;

/**
 * The public endpoint that the token opens, by its host name: the {@code ingress_url} of
 * SHOW ENDPOINTS.
 */
record IngressEndpoint(String host) {

	private static final Pattern HOST = Pattern.compile("[a-z0-9][a-z0-9._-]*");

	/** Takes a host name, or a URL of which it keeps the host. */
	IngressEndpoint {
		host = host.strip()
			.toLowerCase(Locale.ROOT)
			.replaceFirst("^https?://", "")
			.replaceFirst("(?s)[/?#].*$", "")
			.replaceFirst(":\\d+$", "");
		if (!HOST.matcher(host).matches()) {
			throw new IllegalArgumentException(
					"not a host name; use the ingress_url that SHOW ENDPOINTS IN SERVICE shows once it is ready.");
		}
	}

	/**
	 * The scope of a token for this endpoint, with a session of the role or of the user's
	 * default role.
	 */
	String scope(@Nullable String role) {
		return (role != null) ? "session:role:" + role + " " + this.host : this.host;
	}

	static String header(String token) {
		return "Authorization: Snowflake Token=\"" + token + "\"";
	}

	/** The command line that calls the endpoint, ready to paste into a shell. */
	String curl(Target target, String token) {
		return "curl --location " + Shell.quote("https://" + this.host + target.text()) + " --header "
				+ Shell.quote(header(token));
	}

	/** The path, and the query if there is one, of a request to the endpoint. */
	record Target(String text) {

		private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7E]*");

		Target {
			if (!PRINTABLE.matcher(text).matches()) {
				throw new IllegalArgumentException("spaces and non-ASCII characters must be percent-encoded.");
			}
			text = text.startsWith("/") ? text : "/" + text;
		}

	}

}
