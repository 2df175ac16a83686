package dev.dataapi.account;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Snowflake account in any of its spellings: organization and account, locator with
 * region, or the account's host or URL.
 *
 * @param text the identifier, without what a URL has around it
 * @param domain of the account's host, with a leading dot
 */
public record AccountIdentifier(String text, String domain) {

	private static final String DOMAIN = ".snowflakecomputing.com";

	/** Of the regions in mainland China, whose names begin with cn-. */
	private static final String CHINA = ".snowflakecomputing.cn";

	/** One that DNS allows between two dots, with underscores. */
	private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?";

	private static final Pattern SPELLING = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

	/** Addresses of Snowflake at which no account answers. */
	private static final List<String> OTHER_HOSTS = List.of(".snowflakecomputing.app", ".snowflakecomputing.internal",
			"app.snowflake.com", "app.snowflake.cn");

	/**
	 * Every region's name has a hyphen ({@code us-east-1}); an account's name in its
	 * organization has none.
	 */
	private static final Pattern ORGANIZATION_DOT_ACCOUNT = Pattern.compile("\\w+\\.(?!privatelink$|global$)\\w+",
			Pattern.CASE_INSENSITIVE);

	/** The scheme, port and path of a URL, and the dot that ends a host's full name. */
	private static final Pattern AROUND_HOST = Pattern.compile("(?is)^https?://|\\.?(:443)?(/.*)?$");

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	/**
	 * Reads an account.
	 * @param spelling such as {@code myorg-myaccount}, {@code xy12345.eu-central-1} or
	 * {@code https://myorg-myaccount.snowflakecomputing.com/}
	 * @throws IllegalArgumentException with a sentence that begins with "not", if it can
	 * be none
	 */
	public static AccountIdentifier of(String spelling) {
		String text = AROUND_HOST.matcher(spelling.strip()).replaceAll("");
		String lower = text.toLowerCase(Locale.ROOT);
		if (OTHER_HOSTS.stream().anyMatch((other) -> lower.endsWith(other))) {
			throw new IllegalArgumentException("not an account identifier but the address of a service or a web page.");
		}
		String domain = DOMAIN;
		for (String known : List.of(DOMAIN, CHINA)) {
			if (lower.endsWith(known)) {
				text = text.substring(0, text.length() - known.length());
				domain = known;
			}
		}
		if (!SPELLING.matcher(text).matches()) {
			throw new IllegalArgumentException(
					"not an account identifier, such as myorganization-myaccount or xy12345.eu-central-1.");
		}
		if (ORGANIZATION_DOT_ACCOUNT.matcher(text).matches()) {
			text = text.replace('.', '-');
		}
		return new AccountIdentifier(text, lower.contains(".cn-") ? CHINA : domain);
	}

	/**
	 * The account's name alone, without region or cloud. A replicated account
	 * ({@code name-id.global}) keeps what precedes its hyphen, as in Snowflake's sample
	 * program.
	 */
	public String name() {
		boolean global = this.text.toLowerCase(Locale.ROOT).endsWith(".global");
		int end = global ? this.text.indexOf('-') : this.text.indexOf('.');
		return (end > 0) ? this.text.substring(0, end) : this.text;
	}

	/** The account as a JWT's claims name it: upper case, and without dots. */
	public String claim() {
		return name().toUpperCase(Locale.ROOT).replace('.', '-');
	}

	/** The account's host, with hyphens where account names have underscores. */
	public String host() {
		return this.text.toLowerCase(Locale.ROOT).replace('_', '-') + this.domain;
	}

	public URI url() {
		return URI.create("https://" + host());
	}

	/**
	 * Parses an account's URL, or its host name alone. Plain HTTP is allowed on the
	 * loopback interface only.
	 */
	public static URI parseUrl(String text) {
		URI url = null;
		try {
			url = new URI((text.contains("://") ? text : "https://" + text).strip());
		}
		catch (URISyntaxException ex) {
			// Refused below, without a cause: its message would repeat the text
		}
		if (url == null || url.getHost() == null || url.getUserInfo() != null) {
			throw new IllegalArgumentException(
					"not an account URL, such as https://myorganization-myaccount.snowflakecomputing.com.");
		}
		if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost()))) {
			throw new IllegalArgumentException("the JWT is sent there, so it must start with https://.");
		}
		return url;
	}

}
