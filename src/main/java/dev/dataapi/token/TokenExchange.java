package dev.dataapi.token;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/** Exchanges a JWT for a Snowflake token at an account's {@code /oauth/token}. */
final class TokenExchange {

	private static final String GRANT = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";

	private final URI account;

	private final Duration connectTimeout;

	private final Duration timeout;

	TokenExchange(URI account) {
		this(account, Duration.ofSeconds(10), Duration.ofSeconds(30));
	}

	TokenExchange(URI account, Duration connectTimeout, Duration timeout) {
		this.account = account;
		this.connectTimeout = connectTimeout;
		this.timeout = timeout;
	}

	/**
	 * Sends the JWT once and follows no redirect, so that only the account sees it.
	 * @param fingerprint of the public key that the user must have, for the error message
	 */
	String exchange(String jwt, String scope, String fingerprint) throws TokenException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.account.resolve("/oauth/token"))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Accept", "text/plain, application/json;q=0.9, */*;q=0.1")
			.POST(BodyPublishers
				.ofString(GRANT + "&assertion=" + jwt + "&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8)))
			.build();
		return send(request).token(jwt, fingerprint);
	}

	private Response send(HttpRequest request) throws TokenException, InterruptedException {
		HttpClient client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(this.connectTimeout)
			.build();
		CompletableFuture<Response> response = client.sendAsync(request, BodyHandlers.ofInputStream())
			.thenApplyAsync(Response::read);
		try {
			// The client's own timeout ends with the headers; this one covers the body
			return response.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new TokenException(this.account.getHost() + " did not respond within " + this.timeout.toSeconds()
					+ " seconds; try again.", ex);
		}
		catch (ExecutionException ex) {
			throw new TokenException(reason(ex.getCause()), ex);
		}
		finally {
			client.shutdownNow();
		}
	}

	private String reason(@Nullable Throwable failure) {
		String host = this.account.getHost();
		return switch (failure) {
			case HttpConnectTimeoutException ex ->
				host + " did not accept a connection within " + this.connectTimeout.toSeconds() + " seconds.";
			case ConnectException ex when ex.getCause() instanceof UnresolvedAddressException ->
				host + " is an unknown host: check --account, and this machine's name server.";
			case ConnectException ex -> host + " cannot be reached: is there a proxy or firewall in between?";
			case SSLException ex -> "No trusted TLS connection to " + host + ": is there a proxy in between?";
			case null, default -> "The connection to " + host + " broke before a response arrived; try again.";
		};
	}

	/** A token as plain text, or a refusal. */
	private record Response(int status, String body) {

		/** Bytes; a token has a few hundred. */
		private static final int LONGEST_BODY = 64 * 1024;

		/** Characters of a refusal that are shown. */
		private static final int LONGEST_REASON = 300;

		private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E&&[^\"'\\\\<>{}]]+");

		/** A JWT, or the start of one: its header is a JSON object in base64. */
		private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9._-]*");

		static Response read(HttpResponse<InputStream> response) {
			try (InputStream body = response.body()) {
				return new Response(response.statusCode(),
						new String(body.readNBytes(LONGEST_BODY), StandardCharsets.UTF_8).strip());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		String token(String jwt, String fingerprint) throws TokenException {
			if (this.status != 200) {
				throw new TokenException(
						"Snowflake refused the token request: status " + this.status + reason(jwt) + hint(fingerprint));
			}
			if (!TOKEN.matcher(this.body).matches()) {
				throw new TokenException("The response has status 200 but no token (" + this.body.length()
						+ " characters): is this the URL of a Snowflake account?");
			}
			return this.body;
		}

		/** What the body says, without the JWT in case it repeats it. */
		private String reason(String jwt) {
			String text = JWT.matcher(this.body.replace(jwt, "...")).replaceAll("...");
			text = text.replaceAll("[^\\x20-\\x7E]+", " ").strip();
			if (text.isEmpty()) {
				return ".";
			}
			return ", " + ((text.length() > LONGEST_REASON) ? text.substring(0, LONGEST_REASON) + "..." : text);
		}

		private String hint(String fingerprint) {
			return switch (this.status) {
				case 400, 401 ->
					"\nCheck that DESCRIBE USER shows " + fingerprint + " under RSA_PUBLIC_KEY_FP, that account,"
							+ " user and role are spelled correctly, and that this machine's clock is right.";
				case 403, 404 -> "\nCheck --account, and that the network policy allows this machine.";
				default -> "";
			};
		}

		@Override
		public String toString() {
			return "Response[status=" + this.status + "]";
		}

	}

}
