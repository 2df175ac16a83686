package dev.dataapi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A gateway that passes {@code GET} requests on without the prefix under which it offers
 * the service, and tells the service nothing of that prefix.
 */
public final class StrippingGateway implements AutoCloseable {

	private static final List<String> PASSED = List.of("Content-Type", "Location", "Content-Security-Policy",
			"Cache-Status");

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final HttpClient client = HttpClient.newHttpClient();

	private final HttpServer server;

	private final String prefix;

	private final String target;

	/**
	 * Starts the gateway on a free port of this machine.
	 * @param prefix the path under which it offers the service
	 * @param target the service's address, which may have a path
	 */
	public StrippingGateway(String prefix, String target) throws IOException {
		this.prefix = prefix;
		this.target = target;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext(prefix + "/", this::pass);
		this.server.start();
	}

	/** Where the service is offered, without a slash at the end. */
	public String address() {
		return "http://localhost:" + this.server.getAddress().getPort() + this.prefix;
	}

	private void pass(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().toString().substring(this.prefix.length());
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.target + path))
			.timeout(Duration.ofSeconds(30))
			.build();
		try (exchange) {
			HttpResponse<byte[]> answer = this.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
			for (String name : PASSED) {
				answer.headers().firstValue(name).ifPresent((value) -> exchange.getResponseHeaders().set(name, value));
			}
			byte[] body = answer.body();
			exchange.sendResponseHeaders(answer.statusCode(), (body.length > 0) ? body.length : -1);
			exchange.getResponseBody().write(body);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.client.shutdownNow();
		this.threads.close();
	}

}
