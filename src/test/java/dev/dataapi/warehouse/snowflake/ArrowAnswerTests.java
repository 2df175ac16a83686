package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that answers in Arrow's format although it was asked for JSON.
 */
class ArrowAnswerTests {

	private static TestAccount account;

	private static RunningService service;

	@BeforeAll
	static void start() {
		account = new TestAccount();
		service = RunningService.start("snowflake", account.withPassword("data-api.cache.ttl=0s"));
	}

	@AfterAll
	static void stop() {
		service.close();
		account.close();
	}

	@BeforeEach
	void forget() {
		account.server().reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customer/1885,1,2", "/customer/999999999", "/connector/customers/top10",
			"/snowpark/customers/top10", "/connector/clerk/000000002/yearly_sales/1995",
			"/snowpark/clerk/000000002/yearly_sales/1995" })
	void answerIsTheSameAsFromJson(String path) throws IOException {
		String fromJson = service.get(path).body();
		account.server().arrow();
		assertThat(service.get(path)).satisfies((answer) -> {
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
			assertThat(answer.body()).isEqualTo(fromJson);
		});
	}

	/** These tests run with a flag, the jar with its manifest. */
	@Test
	void jarOpensThePackagesThatArrowNeeds() throws IOException {
		assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments())
			.contains("--add-opens=java.base/java.nio=ALL-UNNAMED");
		assertThat(Path.of("pom.xml")).content().contains("<Add-Opens>java.base/java.nio</Add-Opens>");
	}

}
