package dev.dataapi.warehouse.embedded;

import dev.dataapi.warehouse.PoolConfiguration;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The embedded warehouse's settings: defaults, limits, and what an invalid one prints.
 */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedPropertiesTests {

	@Test
	void settingsWhenNotSetAreSmallAndInMemory() {
		new ApplicationContextRunner().withUserConfiguration(EmbeddedConfiguration.class, PoolConfiguration.class)
			.run((context) -> assertThat(context.getBean(EmbeddedProperties.class))
				.isEqualTo(new EmbeddedProperties(0.1, null, null, true)));
	}

	@Test
	void pathWhenBlankMeansMemory() {
		assertThat(new EmbeddedProperties(1, " ", null, true).file()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "NaN", "0.0009", "100.1", "Infinity" })
	void scaleFactorWhenOutsideItsLimitsStopsTheStart(String value, CapturedOutput output) {
		fail("--data-api.embedded.scale-factor=" + value);
		assertThat(output)
			.containsPattern("data-api.embedded.scale-factor is '.*': it must be a number from 0.001 to 100.")
			.doesNotContain("\tat ");
	}

	@Test
	void scaleFactorWhenNotANumberStopsTheStart(CapturedOutput output) {
		fail("--data-api.embedded.scale-factor=abc");
		assertThat(output).contains("data-api.embedded.scale-factor is 'abc': it must be a number.")
			.doesNotContain("\tat ");
	}

	@Test
	void pathWhenInvalidStopsTheStart(@TempDir Path directory, CapturedOutput output) {
		fail("--data-api.embedded.path=" + directory);
		assertThat(output)
			.contains("data-api.embedded.path is '" + directory + "': it must name a file, not a directory.")
			.doesNotContain("\tat ");
	}

	@Test
	void pathWhenTheLoadFindsItInvalidStopsTheStart(CapturedOutput output) {
		fail("--data-api.embedded.path=/proc/orders.duckdb");
		assertThat(output)
			.contains("data-api.embedded.path is '/proc/orders.duckdb': "
					+ "it must name a file in a directory that this process can write to.")
			.doesNotContain("\tat ");
	}

	private static void fail(String argument) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(EmbeddedConfiguration.class, PoolConfiguration.class)
				.web(WebApplicationType.NONE)
				.run(argument));
	}

}
