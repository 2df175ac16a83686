package dev.dataapi.web;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;

/**
 * Generates requests, from valid to nearly valid to nonsense. Each is complete and within
 * the server's limits, so it must be answered.
 */
final class RequestGenerator {

	private static final List<String> ROUTES = List.of("/", "/test", "/livez", "/readyz", "/actuator/health",
			"/actuator/info", "/v3/api-docs", "/v3/api-docs%s", "/swagger-ui.html", "/swagger-ui/index.html",
			"/swagger-ui/%s", "/webjars/%s", "/error", "/%s", "/customer/%s", "/customer/%s,%s", "/customer/%s,%s,%s",
			"/customer/%s/%s", "/customer", "/customer?format=%s", "/customer/%s?format=%s", "/customer/%s?format=csv",
			"/customer/%s,%s?format=ndjson", "/connector/customers/top10?start_range=%s&end_range=%s",
			"/snowpark/customers/top10?start_range=%s&end_range=%s", "/connector/customers/top10?%s=%s&%s",
			"/connector/clerk/%s/yearly_sales/%s", "/snowpark/clerk/%s/yearly_sales/%s", "/connector/clerk/%s",
			"/connector/%s/top10", "/%s/customers/top10");

	private static final List<String> VALUES = List.of("1", "1885", "10000", "0", "000000002", "1995", "1998", "+1",
			"-1", "1995-01-01", "1995-2-3", "1998-08-02", "1995-02-30", "0001-01-01", "9999-12-31", "", "%20", " ",
			"%00", "%0d%0a", "%2F", "%2e%2e", "..", ".", "%", "%zz", "%u0031", "%C0%AF", "%ED%A0%80", "%F0%9F%98%80",
			"%D9%A1", "\u00e9", "\u00ff", "\u0001", "\u007f", "'", "\"", "`", "<", ">", "{x}", "${x}", "#{x}", ";x=1",
			"\\", "|", "^", "*", "**", "1e3", "0x1f", "NaN", "null", "true", "[]", "[1]", "start_range", "end_range",
			"1%2C2", "1,2,,3", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1' OR '1'='1",
			"%27%20OR%201=1--", "2147483648", "&", "=", "?", "#", "1#2", "%3B", "%25", "%5C", "%E2%80%AE", "\t");

	private static final List<String> METHODS = List.of("HEAD", "HEAD", "HEAD", "OPTIONS", "OPTIONS", "POST", "PUT",
			"DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "BREW", "get", "G", "$", "_-_");

	private static final List<String> HEADERS = List.of("Accept", "Accept", "Accept", "Cache-Control", "Cache-Control",
			"Cache-Control", "If-None-Match", "If-None-Match", "If-Match", "If-Modified-Since", "If-Unmodified-Since",
			"If-Range", "Range", "Accept-Encoding", "Accept-Language", "Accept-Charset", "Content-Type", "Expect",
			"Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers", "Cookie", "Authorization",
			"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto",
			"X-Forwarded-Prefix", "X-HTTP-Method-Override", "X-Original-URL", "X-Request-Id", "Upgrade",
			"Upgrade-Insecure-Requests", "Pragma", "TE", "Via", "Referer", "User-Agent", "traceparent", "Host",
			"Keep-Alive", "Connection", "Bad Header", "");

	private static final List<String> HEADER_VALUES = List.of("*/*", "application/json", "application/json;q=0",
			"application/problem+json", "text/csv", "text/csv;header=absent", "application/x-ndjson",
			"text/*;q=0.5, */*;q=0.1", "application/xml", "text/html", "text/html;q=oops", "/", "*", "a/b/c", "a/*;",
			";;;", "no-cache", "no-cache, max-age=0", "no-store", "only-if-cached", "max-age=-1", "max-age=x", ",,,",
			"NO-CACHE", "\"\"", "W/\"x\"", "\"x", "\"x\", W/\"y\", *", "*, *", "\"\\\"",
			"Tue, 01 Jan 2030 00:00:00 GMT", "Thu, 99 Foo 0000", "bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=0-,1-,2-",
			"bytes=x", "gzip", "gzip;q=0", "identity;q=0, *;q=0", "br, deflate", "de-CH, *;q=2", "utf-16", "UTF-7;q=-1",
			"100-continue", "200-ok", "null", "http://evil.example", "GET", "DELETE, \u00ff", "a=b; c=\"d; $Version=1",
			"=; ;=", "Basic !", "Bearer ", "for=\"[::1", "for=unknown;proto=x;host=\"", "999.999.1.1, x", "https", "-1",
			"99999", "h2c", "websocket", "keep-alive", "trailers, deflate;q=0.5", "application/x-www-form-urlencoded",
			"multipart/form-data", "multipart/form-data; boundary=", "text/plain; charset=nope", "\u0001",
			"\u0080\u00ff", "00-0-0-0", "localhost:x", "[::1", "a b", "", " ", "\t", "x".repeat(2_000),
			"gzip;q=." + "1".repeat(2_000) + "x", "gzip" + " ".repeat(2_000) + "x", "a" + " ".repeat(2_000) + "b",
			",".repeat(2_000), "\"x\" ".repeat(400));

	private final Random random;

	RequestGenerator(long seed) {
		this.random = new Random(seed);
	}

	/** Generates the next request, with one character for each byte. */
	String next() {
		String method = chance(70) ? "GET" : any(METHODS);
		StringBuilder request = new StringBuilder(200).append(method).append(' ').append(target()).append(" HTTP/1.");
		request.append(chance(97) ? '1' : '0').append("\r\n");
		if (!chance(1)) {
			request.append("Host: localhost\r\n");
		}
		for (int i = this.random.nextInt(4); i > 0; i--) {
			request.append(any(HEADERS)).append(": ").append(any(HEADER_VALUES)).append("\r\n");
		}
		return request.append(chance(method.startsWith("P") ? 70 : 3) ? body() : "\r\n").toString();
	}

	private String target() {
		String route = any(ROUTES);
		boolean right = chance(50);
		while (route.contains("%s")) {
			route = route.replaceFirst("%s", right ? rightValue(route) : Matcher.quoteReplacement(value()));
		}
		String target = (right || chance(70)) ? route : disturbed(route);
		// Without a target, the version would be parsed as one, and the request as
		// HTTP/0.9
		return target.isBlank() ? "*" : target;
	}

	/** One of few, so that many are cached. */
	private String rightValue(String route) {
		int value = this.random.nextInt(40);
		return route.contains("range") ? "1995-0" + (1 + value % 9) + "-11" : Integer.toString(value);
	}

	private String value() {
		return chance(85) ? any(VALUES) : any(VALUES) + any(VALUES) + any(VALUES).repeat(this.random.nextInt(20));
	}

	private String disturbed(String target) {
		int place = this.random.nextInt(target.length() + 1);
		return switch (this.random.nextInt(6)) {
			case 0 -> target.substring(0, place) + any(VALUES) + target.substring(place);
			case 1 -> target.substring(0, place) + (char) ('!' + this.random.nextInt(223)) + target.substring(place);
			case 2 -> target.substring(0, place) + String.format("%%%02x", this.random.nextInt(256))
					+ target.substring(place);
			case 3 -> target.substring(0, place);
			case 4 -> "http://localhost" + target;
			default -> target.substring(place);
		};
	}

	private String body() {
		String body = any(VALUES).repeat(this.random.nextInt(100));
		if (chance(50)) {
			body = "{\"keys\": [" + this.random.nextInt(40) + ", " + (chance(50) ? "1885" : any(VALUES)) + "]}";
			return "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
		}
		return switch (this.random.nextInt(8)) {
			case 0 -> "Content-Length: x\r\n\r\n";
			case 1 -> "Content-Length: -1\r\n\r\n";
			case 2 -> "Content-Length: 0\r\nContent-Length: 1\r\n\r\n";
			case 3 -> "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n"
					+ (body.isEmpty() ? "" : body + "\r\n0\r\n") + "\r\n";
			default -> "Content-Length: " + body.length() + "\r\n\r\n" + body;
		};
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

	private String any(List<String> values) {
		return values.get(this.random.nextInt(values.size()));
	}

}
