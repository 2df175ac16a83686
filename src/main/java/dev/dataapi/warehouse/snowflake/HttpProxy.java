package dev.dataapi.warehouse.snowflake;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between this service and Snowflake, as {@code HTTPS_PROXY} and {@code NO_PROXY}
 * name it, which the driver does not read.
 *
 * @param address of the proxy, with user and password if it asks for them
 * @param direct patterns of hosts that are reached without it
 */
record HttpProxy(URI address, List<String> direct) {

	private static final int HTTP_PORT = 80;

	private static final int HTTPS_PORT = 443;

	/** A proxy cannot reach this machine's loopback interface. */
	private static final List<String> LOOPBACK = List.of("localhost", "127.*", "[::1]");

	HttpProxy {
		direct = List.copyOf(direct);
	}

	/**
	 * Reads the two settings.
	 * @param address such as {@code http://user:password@proxy.example.com:3128}, the
	 * scheme http if it has none; nothing for no proxy
	 * @param noProxy hosts that are reached without it, separated by commas; a host means
	 * those under it too
	 * @throws InvalidSettingException if it is not an address; the message omits it
	 */
	static @Nullable HttpProxy of(@Nullable String address, @Nullable String noProxy) {
		if (address == null) {
			return null;
		}
		URI proxy;
		try {
			proxy = new URI(address.contains("://") ? address : "http://" + address);
		}
		catch (URISyntaxException ex) {
			// Without the cause, whose message shows the password
			throw notAProxy();
		}
		String scheme = String.valueOf(proxy.getScheme()).toLowerCase(Locale.ROOT);
		String path = String.valueOf(proxy.getPath());
		if (proxy.getHost() == null || (!scheme.equals("http") && !scheme.equals("https"))
				|| !(path.isEmpty() || path.equals("/")) || proxy.getPort() == 0 || proxy.getPort() > 65_535) {
			throw notAProxy();
		}
		return new HttpProxy(proxy, direct((noProxy != null) ? noProxy : ""));
	}

	private static InvalidSettingException notAProxy() {
		return new InvalidSettingException("SNOWFLAKE_PROXY", null,
				"be, like HTTPS_PROXY in its place, the address of an HTTP proxy, such as "
						+ "http://user:password@proxy.example.com:3128, with @ and other signs in the password as %40");
	}

	/** Leaves out networks such as 10.0.0.0/8, since hosts are compared by name. */
	private static List<String> direct(String noProxy) {
		List<String> direct = new ArrayList<>(LOOPBACK);
		for (String each : noProxy.toLowerCase(Locale.ROOT).split("[,;|\\s]+")) {
			String host = each.replaceFirst(":[0-9]+$", "").replaceFirst("^\\*?\\.", "");
			if (host.equals("*")) {
				direct.add(host);
			}
			else if (!host.isEmpty() && host.indexOf('/') < 0) {
				direct.add(host);
				direct.add("*." + host);
			}
		}
		return direct;
	}

	/** Sets the driver's properties. */
	void addTo(Properties properties) {
		boolean https = "https".equalsIgnoreCase(this.address.getScheme());
		int port = this.address.getPort();
		properties.put("useProxy", "true");
		properties.put("proxyHost", this.address.getHost());
		properties.put("proxyPort", Integer.toString((port >= 0) ? port : https ? HTTPS_PORT : HTTP_PORT));
		properties.put("proxyProtocol", https ? "https" : "http");
		properties.put("nonProxyHosts", String.join("|", this.direct));
		String login = this.address.getRawUserInfo();
		if (login != null) {
			String[] parts = login.split(":", 2);
			properties.put("proxyUser", decoded(parts[0]));
			properties.put("proxyPassword", (parts.length > 1) ? decoded(parts[1]) : "");
		}
	}

	private static String decoded(String text) {
		// A plus sign does not mean a space here
		return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

	/** For logs: without user and password. */
	@Override
	public String toString() {
		return this.address.getHost();
	}

}
