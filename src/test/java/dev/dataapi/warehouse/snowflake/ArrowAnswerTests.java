package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that answers in Arrow's format although it was asked for JSON.
 */
class ArrowAnswerTests {

	@AutoClose
	private static final ServiceOnSnowflake SERVICE = new ServiceOnSnowflake("data-api.cache.ttl=0s");

	@BeforeEach
	void forget() {
		SERVICE.server().reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customer/1885,1,2", "/customer/999999999", "/connector/customers/top10",
			"/snowpark/customers/top10", "/connector/clerk/000000002/yearly_sales/1995",
			"/snowpark/clerk/000000002/yearly_sales/1995" })
	void answerIsTheSameAsFromJson(String path) throws IOException {
		String fromJson = SERVICE.get(path).body();
		SERVICE.server().arrow();
		assertThat(SERVICE.get(path)).satisfies((answer) -> {
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
