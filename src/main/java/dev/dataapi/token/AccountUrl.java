package dev.dataapi.token;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Where an account answers, as {@code --snowflake_account_url} gives it; plain HTTP only
 * on this machine itself.
 */
record AccountUrl(URI uri) {

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	static AccountUrl parse(String text) {
		URI uri = uri(text.contains("://") ? text : "https://" + text);
		if (uri.getHost() == null || uri.getUserInfo() != null) {
			throw notAUrl();
		}
		if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost()))) {
			throw new IllegalArgumentException("the JWT goes to it, so it starts with https://.");
		}
		return new AccountUrl(uri);
	}

	private static URI uri(String text) {
		try {
			return new URI(text.strip());
		}
		catch (URISyntaxException ex) {
			throw notAUrl();
		}
	}

	private static IllegalArgumentException notAUrl() {
		return new IllegalArgumentException(
				"not an account's URL, which looks like https://myorganization-myaccount.snowflakecomputing.com.");
	}

}
