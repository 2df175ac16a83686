package dev.dataapi.warehouse.snowflake;

import dev.dataapi.warehouse.PoolSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dataapi.InvalidSettingException;
import dev.dataapi.RunningService;
import dev.dataapi.warehouse.SessionTimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HttpProxy}, with a proxy that forwards what it is sent.
 */
@Timeout(120)
class HttpProxyTests {

	@AutoClose
	private final TestAccount account = new TestAccount();

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void everyRequestGoesThroughTheProxyWithItsPassword(CapturedOutput output) throws Exception {
		String password = UUID.randomUUID() + "@/:%+";
		try (ForwardingProxy proxy = new ForwardingProxy("me", password)) {
			String address = "http://me:" + encoded(password) + "@127.0.0.1:" + proxy.port();
			try (RunningService service = RunningService.start("snowflake", through(address, null))) {
				assertThat(service.get("/customer/1").status()).isEqualTo(200);
				int before = proxy.forwarded();
				assertThat(service.get("/customer/2").status()).isEqualTo(200);
				assertThat(proxy.forwarded()).isEqualTo(before + 1);
			}
		}
		assertThat(output).doesNotContain(password).doesNotContain(encoded(password));
	}

	@Test
	void hostOfNoProxyIsReachedWithoutIt() throws Exception {
		try (ForwardingProxy proxy = new ForwardingProxy("me", "secret");
				RunningService service = RunningService.start("snowflake",
						through("127.0.0.1:" + proxy.port(), "example.com,.snowflake.test"))) {
			assertThat(service.get("/customer/1").status()).isEqualTo(200);
			assertThat(proxy.seen()).isZero();
		}
	}

	private List<String> through(String proxy, @Nullable String noProxy) {
		return this.account
			.withPassword("data-api.snowflake.host=" + TestNames.HOST, "HTTPS_PROXY=" + proxy,
					"NO_PROXY=" + ((noProxy != null) ? noProxy : ""))
			.stream()
			.filter((setting) -> !setting.equals("data-api.snowflake.host=" + this.account.server().host()))
			.toList();
	}

	private static String encoded(String password) {
		return java.net.URLEncoder.encode(password, StandardCharsets.UTF_8);
	}

	/** Also shows which host an account in China has. */
	@Test
	void proxyIsAskedForATunnelToTheAccountsHost() throws Exception {
		try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> firstLine(proxy),
					Executors.newVirtualThreadPerTaskExecutor());
			SnowflakeProperties settings = properties("xy12345.cn-northwest-1",
					"http://127.0.0.1:" + proxy.getLocalPort(), null);
			Duration second = Duration.ofSeconds(1);
			PoolSettings limits = new PoolSettings("proxied", 1, 1, second, second, second);
			SnowflakeConnections connections = new SnowflakeConnections(settings,
					SessionProperties.of(settings, limits, new SessionTimeZone("UTC"), "test"), second);
			assertThatExceptionOfType(java.sql.SQLException.class).isThrownBy(connections::getConnection);
			assertThat(first.get(20, TimeUnit.SECONDS))
				.isEqualTo("CONNECT xy12345.cn-northwest-1.snowflakecomputing.cn:443 HTTP/1.1");
		}
	}

	private static String firstLine(ServerSocket proxy) {
		try (Socket socket = proxy.accept();
				BufferedReader lines = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
			String line = lines.readLine();
			socket.getOutputStream().write("HTTP/1.1 502 Bad Gateway\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			return line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static SnowflakeProperties properties(String account, @Nullable String proxy, @Nullable String noProxy) {
		return new SnowflakeProperties(account, "me", "secret", null, null, null, null, null, 443, "https", null, null,
				null, null, null, null, null, proxy, noProxy);
	}

	@ParameterizedTest
	@CsvSource({ "http://proxy.example.com:3128, proxy.example.com, 3128, http",
			"proxy.example.com:3128, proxy.example.com, 3128, http", "proxy, proxy, 80, http",
			"HTTPS://Proxy/, Proxy, 443, https", "http://[::1]:8080, [::1], 8080, http",
			"' http://10.0.0.1:80 ', 10.0.0.1, 80, http" })
	void addressIsReadAsOtherToolsReadIt(String text, String host, String port, String protocol) {
		assertThat(handedOver(properties("a", text, null))).containsEntry("useProxy", "true")
			.containsEntry("proxyHost", host)
			.containsEntry("proxyPort", port)
			.containsEntry("proxyProtocol", protocol)
			.doesNotContainKeys("proxyUser", "proxyPassword");
	}

	@ParameterizedTest
	@CsvSource({ "http://me:secret@proxy, me, secret", "me:se%40c%3Aret@proxy:1, me, se@c:ret",
			"http://me:a+b@proxy, me, a+b", "http://do%5Cme:x@proxy, do\\me, x", "http://me@proxy, me, ''" })
	void loginOfTheProxyIsDecoded(String text, String user, String password) {
		assertThat(handedOver(properties("a", text, null))).containsEntry("proxyUser", user)
			.containsEntry("proxyPassword", password);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "; localhost|127.*|[::1]", "example.com; localhost|127.*|[::1]|example.com|*.example.com",
					"'.internal, *.local:8080'; localhost|127.*|[::1]|internal|*.internal|local|*.local",
					"10.0.0.0/8,*; localhost|127.*|[::1]|*" })
	void hostsWithoutProxyAreThoseOfNoProxyAndUnderThem(@Nullable String noProxy, String patterns) {
		assertThat(handedOver(properties("a", "proxy", noProxy))).containsEntry("nonProxyHosts", patterns);
	}

	@Test
	void noProxyUnlessOneIsSet() {
		assertThat(handedOver(properties("a", " ", "example.com"))).doesNotContainKey("useProxy");
	}

	private static Properties handedOver(SnowflakeProperties settings) {
		Duration second = Duration.ofSeconds(1);
		return SessionProperties.of(settings, new PoolSettings("p", 1, 1, second, second, second),
				new SessionTimeZone("UTC"), "test");
	}

	@ParameterizedTest
	@ValueSource(strings = { "socks5://me:hunter2@proxy:1080", "http://me:hunter2@", "http://me:hun ter2@proxy",
			"http://me:hunter2#@proxy", "http://me:hunter2@proxy:99999", "http://me:hunter2@proxy/path" })
	void addressThatIsNoneIsRefusedWithoutItsPassword(String text) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> properties("a", text, null))
			.withMessageStartingWith(
					"SNOWFLAKE_PROXY is not accepted: it must be, like HTTPS_PROXY in its place, the address")
			.withMessageNotContaining("hunter2")
			.withNoCause();
	}

	@Test
	void textOfTheSettingsHasNoPassword() {
		SnowflakeProperties settings = properties("a", "http://me:hunter2@proxy", null);
		assertThat(settings.toString() + HttpProxy.of(settings.proxy(), null)).doesNotContain("hunter2");
	}

	/** A proxy for plain HTTP that asks for a password. */
	private static final class ForwardingProxy implements AutoCloseable {

		private static final List<String> HOP_BY_HOP = List.of("host", "connection", "content-length",
				"proxy-authorization", "proxy-connection", "transfer-encoding", "keep-alive", "expect", "upgrade");

		private final HttpServer server;

		private final String authorization;

		private final HttpClient client = HttpClient.newHttpClient();

		private final AtomicInteger seen = new AtomicInteger();

		private final AtomicInteger forwarded = new AtomicInteger();

		ForwardingProxy(String user, String password) throws IOException {
			this.authorization = "Basic "
					+ Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.ISO_8859_1));
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
			this.server.createContext("/", this::handle);
			this.server.start();
		}

		int port() {
			return this.server.getAddress().getPort();
		}

		int seen() {
			return this.seen.get();
		}

		int forwarded() {
			return this.forwarded.get();
		}

		private void handle(HttpExchange exchange) throws IOException {
			this.seen.incrementAndGet();
			byte[] body = exchange.getRequestBody().readAllBytes();
			try (exchange) {
				if (!this.authorization.equals(exchange.getRequestHeaders().getFirst("Proxy-Authorization"))) {
					exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"proxy\"");
					exchange.sendResponseHeaders(407, -1);
					return;
				}
				URI target = exchange.getRequestURI();
				assertThat(target.isAbsolute()).isTrue();
				HttpRequest.Builder request = HttpRequest.newBuilder(target)
					.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
				exchange.getRequestHeaders().forEach((name, values) -> {
					if (!HOP_BY_HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
						values.forEach((value) -> request.header(name, value));
					}
				});
				HttpResponse<byte[]> answer = this.client.send(request.build(),
						HttpResponse.BodyHandlers.ofByteArray());
				answer.headers().map().forEach((name, values) -> {
					if (!HOP_BY_HOP.contains(name)) {
						exchange.getResponseHeaders().put(name, values);
					}
				});
				this.forwarded.incrementAndGet();
				exchange.sendResponseHeaders(answer.statusCode(),
						(answer.body().length > 0) ? answer.body().length : -1);
				exchange.getResponseBody().write(answer.body());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void close() {
			this.server.stop(0);
			this.client.close();
		}

	}

}
