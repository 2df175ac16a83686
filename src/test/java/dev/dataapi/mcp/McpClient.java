package dev.dataapi.mcp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends messages of the protocol, valid and not.
 */
final class McpClient implements AutoCloseable {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final HttpClient client = HttpClient.newHttpClient();

	private final URI server;

	McpClient(int port) {
		this.server = URI.create("http://localhost:" + port + "/mcp");
	}

	/** Sends a body as it is. */
	HttpResponse<String> send(byte[] body, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.server)
			.timeout(Duration.ofSeconds(60))
			.header("Content-Type", "application/json")
			.header("Accept", "application/json, text/event-stream")
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	/** How many bytes the answer has, as it is sent. */
	int size(String method, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.server)
			.timeout(Duration.ofSeconds(60))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers
				.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\"}".formatted(method)));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).body().length;
	}

	HttpResponse<String> send(String body, String... headers) throws IOException, InterruptedException {
		return send(body.getBytes(StandardCharsets.UTF_8), headers);
	}

	/** Sends a body in chunks, without a header that says its length. */
	HttpResponse<String> sendChunked(String body) throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(this.server)
			.version(HttpClient.Version.HTTP_1_1)
			.timeout(Duration.ofSeconds(60))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers
				.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	/** Asks as a client of the revisions with a handshake does. */
	JsonNode ask(String method, String params) throws IOException, InterruptedException {
		HttpResponse<String> response = send(
				"{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}".formatted(method, params),
				"MCP-Protocol-Version", "2025-06-18");
		return MAPPER.readTree(response.body());
	}

	/** Calls a tool, and answers with the result. */
	JsonNode call(String tool, String arguments) throws IOException, InterruptedException {
		return ask("tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments)).path("result");
	}

	/** Asks as a client without a handshake does, with the headers that this needs. */
	HttpResponse<String> askModern(String method, String params, String version, String... headers)
			throws IOException, InterruptedException {
		String members = params.isEmpty() ? "" : params + ",";
		String body = """
				{"jsonrpc":"2.0","id":"x","method":"%s","params":{%s"_meta":{
				"io.modelcontextprotocol/protocolVersion":"%s","io.modelcontextprotocol/clientCapabilities":{}}}}
				""".formatted(method, members, version);
		return send(body, headers);
	}

	static JsonNode json(HttpResponse<String> response) {
		return MAPPER.readTree(response.body());
	}

	@Override
	public void close() {
		this.client.close();
	}

}
