package dev.dataapi.token;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An account's {@code /oauth/token} on loopback: issues a token for a JWT that is valid
 * in every respect.
 */
final class SnowflakeTokenServer implements AutoCloseable {

	static final String TOKEN = "ver:3-hint:1234-ETMsDgAAAZ+/T0ken==";

	static final String ACCOUNT = "MYORG-MYACCOUNT";

	static final String USER = "SVC_DATA_API";

	/** The forms received, in order. */
	final LinkedBlockingQueue<Map<String, String>> forms = new LinkedBlockingQueue<>();

	private final HttpServer server;

	private final PublicKey registered;

	private BiFunction<HttpExchange, Map<String, String>, @Nullable Reply> script = (exchange, form) -> null;

	record Reply(int status, String body) {
	}

	SnowflakeTokenServer(PublicKey registered) throws IOException {
		this.registered = registered;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	URI uri() {
		return URI.create(url());
	}

	/** Answers every JWT like this, valid or not. */
	void answer(int status, String body) {
		this.script = (exchange, form) -> new Reply(status, body.replace("{assertion}", form.get("assertion")));
	}

	/** Sends its headers and then nothing more. */
	void hang() {
		this.script = (exchange, form) -> {
			try {
				exchange.sendResponseHeaders(200, 10);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			return new Reply(0, "");
		};
	}

	/** Closes the connection without an answer. */
	void hangUp() {
		this.script = (exchange, form) -> {
			exchange.close();
			return new Reply(0, "");
		};
	}

	private void handle(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		Map<String, String> form = Arrays.stream(body.split("&"))
			.map((field) -> field.split("=", 2))
			.collect(Collectors.toMap((field) -> field[0],
					(field) -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
		this.forms.add(form);
		Reply reply = this.script.apply(exchange, form);
		if (reply == null) {
			String complaint = complaint(exchange, form);
			reply = complaint.isEmpty() ? new Reply(200, TOKEN)
					: new Reply(400, "{\"error\":\"invalid_grant\",\"message\":\"" + complaint + "\"}");
		}
		if (reply.status() > 0) {
			byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		}
	}

	private String complaint(HttpExchange exchange, Map<String, String> form) {
		if (!exchange.getRequestMethod().equals("POST")
				|| !exchange.getRequestURI().toString().equals("/oauth/token")) {
			return "not POST /oauth/token";
		}
		if (!"application/x-www-form-urlencoded".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
			return "not a form";
		}
		if (!"urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))) {
			return "unknown grant_type";
		}
		if (!form.get("scope").matches("(session:role:\\S+ )?[a-z0-9.-]+")) {
			return "malformed scope";
		}
		try {
			return complaint(form.get("assertion").split("\\."));
		}
		catch (GeneralSecurityException ex) {
			return "unreadable assertion";
		}
	}

	private String complaint(String[] jwt) throws GeneralSecurityException {
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initVerify(this.registered);
		signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
		if (!signature.verify(Base64.getUrlDecoder().decode(jwt[2]))) {
			return "JWT token is invalid: signature";
		}
		if (!json(jwt[0]).path("alg").asString().equals("RS256")) {
			return "JWT token is invalid: alg";
		}
		JsonNode claims = json(jwt[1]);
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(this.registered.getEncoded());
		String fingerprint = "SHA256:" + Base64.getEncoder().encodeToString(digest);
		if (!claims.path("iss").asString().equals(ACCOUNT + "." + USER + "." + fingerprint)) {
			return "JWT token is invalid: iss";
		}
		if (!claims.path("sub").asString().equals(ACCOUNT + "." + USER)) {
			return "JWT token is invalid: sub";
		}
		long now = Instant.now().getEpochSecond();
		long issued = claims.path("iat").asLong();
		long expires = claims.path("exp").asLong();
		// A minute of grace for slow machines; an issue in the future is never valid
		if (issued > now || issued < now - 60 || expires <= now || expires - issued > 3600) {
			return "JWT token is invalid: time";
		}
		return "";
	}

	private static JsonNode json(String base64) {
		return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(base64));
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
