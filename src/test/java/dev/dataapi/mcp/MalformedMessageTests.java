package dev.dataapi.mcp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends five thousand messages that are malformed in many ways: none fails the service.
 */
class MalformedMessageTests {

	private static final long SEED = 20_261_129;

	private static final int MESSAGES = 5_000;

	private static final List<String> VALUES = List.of("null", "true", "0", "-1", "1.5", "1e400", "\"\"", "\"x\"", "{}",
			"[]", "[[]]", "{\"a\":null}", "\"\\u0000\"", "\"\\ud800\"", "99999999999999999999999999", "\"tools/call\"",
			"\"customer\"", "\"2026-07-28\"", "NaN", "'x'", "", "{\"keys\":[1]}", "{\"keys\":[1,[2]]}",
			"{\"keys\":null}", "[".repeat(10_000), "{\"a\":".repeat(10_000), "\"" + "x".repeat(100_000) + "\"");

	private static final List<String> NAMES = List.of("jsonrpc", "id", "method", "params", "name", "arguments", "_meta",
			"cursor", "protocolVersion", "result", "error", "io.modelcontextprotocol/protocolVersion",
			"io.modelcontextprotocol/clientCapabilities");

	private static final List<String> HEADERS = List.of("MCP-Protocol-Version", "Mcp-Method", "Mcp-Name", "Origin",
			"MCP-Protocol-Version", "Mcp-Method", "Mcp-Session-Id", "Last-Event-ID");

	private static final List<String> HEADER_VALUES = List.of("2026-07-28", "2025-11-25", "1999-01-01", "x", " ",
			"tools/call", "customer", "=?base64?!?=", "=?base64?Y3VzdG9tZXI=?=", "http://localhost", "a".repeat(1_000));

	private final Random random = new Random(SEED);

	@Test
	@Timeout(300)
	void malformedMessagesNeverFailTheService(TestReporter reporter) throws Exception {
		Map<Integer, Integer> statuses = new TreeMap<>();
		try (RunningService service = RunningService.start("embedded",
				List.of("data-api.embedded.scale-factor=0.001", "data-api.mcp=true"));
				McpClient client = new McpClient(service.port())) {
			for (int i = 0; i < MESSAGES; i++) {
				byte[] message = message();
				RawRequest.Answer answer = RawRequest.send(service.port(), request(message, headers()));
				statuses.merge(answer.status(), 1, Integer::sum);
				assertThat(answer.status()).as("message %d of seed %d: %s", i, SEED, excerpt(message)).isLessThan(500);
				assertThat(answer.body()).doesNotContain("Exception").doesNotContain("springframework");
			}
			assertThat(client.send("x".repeat(1_100_000)).statusCode()).isEqualTo(413);
			assertThat(client.call("customer", "{\"keys\":[1]}").path("isError").asBoolean()).isFalse();
		}
		reporter.publishEntry("seed " + SEED, "answers by status " + statuses);
		assertThat(statuses).containsKeys(200, 202, 400, 403);
	}

	private static String request(byte[] message, String[] headers) {
		String body = new String(message, StandardCharsets.ISO_8859_1);
		StringBuilder request = new StringBuilder("POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
			.append("Content-Type: application/json\r\nContent-Length: ")
			.append(body.getBytes(StandardCharsets.UTF_8).length)
			.append("\r\n");
		for (int i = 0; i < headers.length; i += 2) {
			request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
		}
		return request.append("\r\n").append(body).toString();
	}

	private byte[] message() {
		String valid = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":%s,\"params\":%s}".formatted(
				chance(70) ? "1" : value(), chance(60) ? "\"tools/call\"" : value(), chance(50) ? params() : value());
		if (chance(10)) {
			valid = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/" + this.random.nextInt() + "\"}";
		}
		byte[] bytes = (chance(20) ? "[" + valid + "," + valid + "]" : valid).getBytes(StandardCharsets.UTF_8);
		if (chance(20)) {
			bytes[this.random.nextInt(bytes.length)] = (byte) this.random.nextInt(256);
		}
		return bytes;
	}

	private String params() {
		StringBuilder params = new StringBuilder("{");
		for (int i = this.random.nextInt(4); i >= 0; i--) {
			params.append('"').append(any(NAMES)).append("\":").append(chance(50) ? meta() : value());
			params.append((i > 0) ? "," : "");
		}
		return params.append('}').toString();
	}

	private String meta() {
		return "{\"io.modelcontextprotocol/protocolVersion\":%s,\"io.modelcontextprotocol/clientCapabilities\":%s}"
			.formatted(chance(70) ? "\"2026-07-28\"" : value(), chance(70) ? "{}" : value());
	}

	private String[] headers() {
		int count = this.random.nextInt(4);
		String[] headers = new String[count * 2];
		for (int i = 0; i < count; i++) {
			headers[2 * i] = any(HEADERS);
			headers[2 * i + 1] = any(HEADER_VALUES);
		}
		return headers;
	}

	private String value() {
		return any(VALUES);
	}

	private String any(List<String> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

	private static String excerpt(byte[] message) {
		String text = new String(message, StandardCharsets.ISO_8859_1);
		return text.substring(0, Math.min(400, text.length()));
	}

}
