package dev.dataapi.testserver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The protocol as any client may speak it: plain HTTP, no header but the token,
 * uncompressed bodies.
 */
class SnowflakeServerWireTests extends ServerTests {

	@Test
	void clientWithoutTheDriversHeadersIsServed() throws Exception {
		String token = login().path("data").path("token").asString();
		JsonNode answer = post("queries/v1/query-request?requestId=1", token, """
				{"sqlText": "SELECT c_first_name FROM api.data.hybrid_customer WHERE c_customer_sk = ?",
				"bindings": {"1": {"type": "FIXED", "value": "1"}}}""");
		assertThat(answer.path("success").asBoolean()).isTrue();
		assertThat(answer.path("data").path("rowset")).hasToString("[[\"Javier\"]]");
		assertThat(answer.path("data").path("rowtype").path(0).path("name").asString()).isEqualTo("C_FIRST_NAME");
		assertThat(answer.path("data").path("finalWarehouseName").asString()).isEqualTo("WH");
		assertThat(post("session?delete=true", token, "").path("success").asBoolean()).isTrue();
		assertThat(post("session/heartbeat", token, "").path("code").asString()).isEqualTo("390111");
	}

	@Test
	void requestWhenTokenIsMissingOrUnknownIsRefused() throws Exception {
		String query = "{\"sqlText\": \"SELECT 1\"}";
		assertThat(post("queries/v1/query-request", "", query).path("code").asString()).isEqualTo("390101");
		assertThat(post("queries/v1/query-request", "forged", query).path("code").asString()).isEqualTo("390104");
		assertThat(post("session/token-request", "forged", "{}").path("code").asString()).isEqualTo("390115");
		assertThat(post("session/heartbeat", "forged", "").path("code").asString()).isEqualTo("390104");
		assertThat(this.server.requests().statements()).isEmpty();
	}

	@Test
	void sessionTokenIsNotAcceptedAsMasterToken() throws Exception {
		JsonNode data = login().path("data");
		String old = "{\"oldSessionToken\": \"" + data.path("token").asString() + "\", \"requestType\": \"RENEW\"}";
		assertThat(post("session/token-request", data.path("token").asString(), old).path("code").asString())
			.isEqualTo("390115");
		JsonNode renewed = post("session/token-request", data.path("masterToken").asString(), old).path("data");
		assertThat(post("session/heartbeat", renewed.path("sessionToken").asString(), "").path("success").asBoolean())
			.isTrue();
		assertThat(post("session/heartbeat", data.path("token").asString(), "").path("code").asString())
			.isEqualTo("390112");
	}

	@Test
	void abortAndResultOfUnknownQueriesAreRefused() throws Exception {
		String token = login().path("data").path("token").asString();
		assertThat(post("queries/v1/abort-request", token, "{\"requestId\": \"none\"}").path("code").asString())
			.isEqualTo("000605");
		assertThat(send("GET", "queries/none/result", token, "").body()).contains("000605");
	}

	@Test
	void pathWhenUnknownIsNotFoundAndBodyWhenNotJsonIsRefused() throws Exception {
		assertThat(send("GET", "", "", "").statusCode()).isEqualTo(404);
		assertThat(send("POST", "session/v2/login-request", "", "{}").statusCode()).isEqualTo(404);
		assertThat(send("POST", "session/v1/login-request", "", "{").statusCode()).isEqualTo(400);
		assertThat(this.server.requests().count(RequestKind.UNKNOWN)).isEqualTo(2);
	}

	private JsonNode login() throws IOException, InterruptedException {
		return post("session/v1/login-request?warehouse=wh", "", """
				{"data": {"ACCOUNT_NAME": "testing", "LOGIN_NAME": "api", "PASSWORD": "secret"}}""");
	}

	private JsonNode post(String path, String token, String body) throws IOException, InterruptedException {
		return Json.read(send("POST", path, token, body).body());
	}

	private HttpResponse<String> send(String method, String path, String token, String body)
			throws IOException, InterruptedException {
		java.net.http.HttpRequest.Builder request = java.net.http.HttpRequest
			.newBuilder(URI.create(this.server.url() + path))
			.method(method, BodyPublishers.ofString(body));
		if (!token.isEmpty()) {
			request.header("Authorization", "Snowflake Token=\"" + token + "\"");
		}
		try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
			return client.send(request.build(), BodyHandlers.ofString());
		}
	}

}
