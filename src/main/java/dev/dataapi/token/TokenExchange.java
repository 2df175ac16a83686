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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/** Exchanges a JWT for a Snowflake token at an account's {@code /oauth/token}. */
final class TokenExchange {

	/** Bytes; a token has some hundred. */
	private static final int LONGEST_ANSWER = 64 * 1024;

	private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

	private final URI account;

	private final Duration connectDeadline;

	private final Duration deadline;

	TokenExchange(URI account) {
		this(account, Duration.ofSeconds(10), Duration.ofSeconds(30));
	}

	TokenExchange(URI account, Duration connectDeadline, Duration deadline) {
		this.account = account;
		this.connectDeadline = connectDeadline;
		this.deadline = deadline;
	}

	/** Sends the JWT once and follows no redirect: nobody but the account sees it. */
	TokenAnswer send(String jwt, String scope) throws TokenException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.account.resolve("/oauth/token"))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Accept", "text/plain, application/json;q=0.9, */*;q=0.1")
			.POST(BodyPublishers.ofString(form(Map.of("grant_type", GRANT, "scope", scope, "assertion", jwt))))
			.build();
		HttpClient client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(this.connectDeadline)
			.build();
		CompletableFuture<TokenAnswer> answer = client.sendAsync(request, BodyHandlers.ofInputStream())
			.thenApplyAsync(TokenExchange::read);
		try {
			// A deadline over the whole answer: the client's own ends with the headers
			return answer.get(this.deadline.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new TokenException(this.account.getHost() + " did not answer within " + this.deadline.toSeconds()
					+ " seconds; try again.", ex);
		}
		catch (ExecutionException ex) {
			throw new TokenException(reason(ex.getCause()), ex);
		}
		finally {
			client.shutdownNow();
		}
	}

	private static String form(Map<String, String> fields) {
		return fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

	private static TokenAnswer read(HttpResponse<InputStream> response) {
		try (InputStream body = response.body()) {
			return new TokenAnswer(response.statusCode(),
					new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8).strip());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String reason(@Nullable Throwable failure) {
		String host = this.account.getHost();
		if (failure instanceof HttpConnectTimeoutException) {
			return host + " took no connection within " + this.connectDeadline.toSeconds() + " seconds.";
		}
		if (failure instanceof ConnectException && failure.getCause() instanceof UnresolvedAddressException) {
			return host + " is no known host: is --account right, and has this machine a name server?";
		}
		if (failure instanceof ConnectException) {
			return host + " cannot be reached: is a proxy or firewall in between?";
		}
		if (failure instanceof SSLException) {
			return "There is no trusted TLS connection to " + host + ": is a proxy in between?";
		}
		return "The connection to " + host + " broke off before an answer came; try again.";
	}

}
