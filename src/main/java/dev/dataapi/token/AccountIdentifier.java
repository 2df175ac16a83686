package dev.dataapi.token;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Snowflake account in any of its spellings: organization and account, or locator with
 * region.
 */
record AccountIdentifier(String text) {

	private static final String DOMAIN = ".snowflakecomputing.com";

	private static final Pattern SPELLING = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");

	/**
	 * Every region's name has a hyphen ({@code us-east-1}); an account's name in its
	 * organization has none.
	 */
	private static final Pattern ORGANIZATION_DOT_ACCOUNT = Pattern.compile("\\w+\\.(?!privatelink$|global$)\\w+",
			Pattern.CASE_INSENSITIVE);

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	AccountIdentifier {
		text = text.strip().replaceFirst("^https?://", "").replaceFirst("/.*$", "");
		if (text.toLowerCase(Locale.ROOT).endsWith(DOMAIN)) {
			text = text.substring(0, text.length() - DOMAIN.length());
		}
		if (!SPELLING.matcher(text).matches()) {
			throw new IllegalArgumentException(
					"not an account identifier, such as myorganization-myaccount or xy12345.eu-central-1.");
		}
		if (ORGANIZATION_DOT_ACCOUNT.matcher(text).matches()) {
			text = text.replace('.', '-');
		}
	}

	/**
	 * The account as a JWT's claims name it: upper case, without region or cloud, and
	 * without dots. A replicated account ({@code name-id.global}) keeps what precedes its
	 * hyphen, as in Snowflake's sample program.
	 */
	String claim() {
		String account = this.text.toUpperCase(Locale.ROOT);
		int end = account.endsWith(".GLOBAL") ? account.indexOf('-') : account.indexOf('.');
		return ((end > 0) ? account.substring(0, end) : account).replace('.', '-');
	}

	/**
	 * The account's URL; host names have hyphens where account names have underscores.
	 */
	URI url() {
		return URI.create("https://" + this.text.toLowerCase(Locale.ROOT).replace('_', '-') + DOMAIN);
	}

	/**
	 * Parses an account's URL, or its host name alone. Plain HTTP is allowed on the
	 * loopback interface only.
	 */
	static URI parseUrl(String text) {
		URI url;
		try {
			url = new URI((text.contains("://") ? text : "https://" + text).strip());
		}
		catch (URISyntaxException ex) {
			throw notAUrl();
		}
		if (url.getHost() == null || url.getUserInfo() != null) {
			throw notAUrl();
		}
		if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost()))) {
			throw new IllegalArgumentException("the JWT is sent there, so it must start with https://.");
		}
		return url;
	}

	/** Without a cause: its message would repeat the text. */
	private static IllegalArgumentException notAUrl() {
		return new IllegalArgumentException(
				"not an account URL, such as https://myorganization-myaccount.snowflakecomputing.com.");
	}

}
