package dev.dataapi;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole server over HTTP: each route once, as a caller of the original services would
 * use it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class DataApiApplicationTests {

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@ParameterizedTest
	@ValueSource(strings = { "connector", "snowpark" })
	void topCustomersAreTenWithMoneyAsText(String engine) throws IOException {
		assertThat(get("/" + engine + "/customers/top10?start_range=1995-02-01&end_range=1995-02-14").body())
			.containsPattern("\\{\"O_CUSTKEY\":[0-9]+,\"SUM_TOTALPRICE\":\"[0-9]+\\.[0-9]{2}\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "connector", "snowpark" })
	void monthlySalesNameClerkAndMonth(String engine) throws IOException {
		assertThat(get("/" + engine + "/clerk/000000002/yearly_sales/1995").body()).containsPattern(
				"\\{\"O_CLERK\":\"Clerk#000000002\",\"MONTH\":1,\"SUM_TOTALPRICE\":\"[0-9]+\\.[0-9]{2}\"}");
	}

	@Test
	void customersKeepTheOrderAskedForEachOnce() throws IOException {
		assertThat(get("/customer/1885,1,1885").body()).containsPattern("\"C_CUSTOMER_SK\":1885,.*\"C_CUSTOMER_SK\":1,")
			.doesNotContainPattern("\"C_CUSTOMER_SK\":1885,.*\"C_CUSTOMER_SK\":1885,");
	}

	@Test
	void rootAnswersAsTheOriginalsDo() throws IOException {
		assertThat(get("/").body()).contains("{\"result\":\"Nothing to see here\"}");
	}

	@Test
	void testPageIsHtmlWithAStrictPolicy() throws IOException {
		RawRequest.Answer page = get("/test");
		assertThat(page.headers()).containsEntry("content-type", "text/html;charset=UTF-8")
			.containsEntry("x-content-type-options", "nosniff");
		assertThat(page.headers().get("content-security-policy"))
			.startsWith("default-src 'none'; script-src 'self'; style-src 'self'; ")
			.doesNotContain("unsafe");
		assertThat(page.body()).contains("<!DOCTYPE html>").doesNotContain("<style", "<script>");
	}

	@ParameterizedTest
	@CsvSource({ "/test, text/html;charset=UTF-8", "/test.css, text/css", "/test.js, text/javascript",
			"/test-chart.js, text/javascript" })
	void testPageAndItsFilesAreRevalidatedAndSentOnce(String path, String type) throws IOException {
		RawRequest.Answer answer = get(path);
		assertThat(answer.headers()).containsEntry("content-type", type)
			.containsEntry("cache-control", "no-cache")
			.containsEntry("x-content-type-options", "nosniff");
		RawRequest.Answer again = RawRequest.get(this.port, path, "If-None-Match: " + answer.headers().get("etag"));
		assertThat(again.status()).isEqualTo(304);
		assertThat(again.body()).isEmpty();
	}

	@Test
	void unknownPathAnswersTheOriginalSentenceInAProblem() throws IOException {
		RawRequest.Answer answer = RawRequest.get(this.port, "/nothing");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
		assertThat(answer.body()).contains("\"error\":\"Not found!\"", "\"instance\":\"/nothing\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/test", "/test.css", "/test.js", "/test-chart.js", "/customer/1",
			"/connector/customers/top10", "/snowpark/clerk/000000002/yearly_sales/1995" })
	void headAndOptionsWorkWhereGetDoes(String path) throws IOException {
		RawRequest.Answer head = send("HEAD", path);
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.body()).isEmpty();
		RawRequest.Answer options = send("OPTIONS", path);
		assertThat(options.status()).isEqualTo(200);
		assertThat(options.headers().get("allow")).contains("GET", "HEAD", "OPTIONS").doesNotContain("POST");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/livez", "/readyz" })
	void probesAnswerOnThePortOfTheRoutes(String path) throws IOException {
		assertThat(get(path).body()).contains("{\"status\":\"UP\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "health", "info", "metrics", "caches", "prometheus" })
	void endpointsAnswerOnTheManagementPortOnly(String endpoint) throws IOException {
		assertThat(this.managementPort).isNotEqualTo(this.port);
		assertThat(RawRequest.get(this.managementPort, "/actuator/" + endpoint).status()).isEqualTo(200);
		assertThat(RawRequest.get(this.port, "/actuator/" + endpoint).status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/caches", "/actuator/caches/lookups" })
	void cachesCanBeReadButNotCleared(String path) throws IOException {
		get("/customer/77");
		assertThat(RawRequest.ask(this.managementPort, "DELETE " + path).status()).isEqualTo(405);
		assertThat(get("/customer/77").headers().get("cache-status")).startsWith("data-api; hit");
		assertThat(RawRequest.get(this.managementPort, "/actuator/caches").body()).contains("lookups");
	}

	@Test
	void infoNamesTheBackend() throws IOException {
		assertThat(RawRequest.get(this.managementPort, "/actuator/info").body()).contains("\"backend\":\"embedded\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "env", "beans", "configprops", "heapdump", "threaddump", "loggers", "shutdown" })
	void sensitiveEndpointsAreNotExposed(String endpoint) throws IOException {
		assertThat(RawRequest.get(this.managementPort, "/actuator/" + endpoint).status()).isEqualTo(404);
	}

	private RawRequest.Answer get(String path) throws IOException {
		RawRequest.Answer answer = RawRequest.get(this.port, path);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer;
	}

	private RawRequest.Answer send(String method, String path) throws IOException {
		return RawRequest.ask(this.port, method + " " + path);
	}

}
