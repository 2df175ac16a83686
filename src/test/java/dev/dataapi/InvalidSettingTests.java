package dev.dataapi;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What the console shows when a setting stops the start.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidSettingTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			count       | many    | be a whole number
			share       | abc     | be a number
			strict      | perhaps | be true or false
			limit       | soon    | be a duration such as 500ms, 2s or 3m
			size        | big     | be a size such as 512KB or 64MB
			colour      | blue    | be one of red, dark-green
			""")
	void startWhenTypeIsWrongPrintsOneSentence(String name, String value, String requirement, CapturedOutput output) {
		start("--data-api.sample." + name + "=" + value);
		assertThat(description(output))
			.isEqualTo("data-api.sample.%s is '%s': it must %s.".formatted(name, value, requirement));
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void startWhenRecordRefusesPrintsOneSentence(CapturedOutput output) {
		start("--data-api.sample.count=-1");
		assertThat(description(output)).isEqualTo("data-api.sample.count is '-1': it must be 0 or more.");
		assertThat(output).doesNotContain("\tat ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "password-age", "token-age", "private-key-age", "pwd-age", "client-secret-age" })
	void startWhenSettingIsSecretHidesItsValue(String name, CapturedOutput output) {
		start("--data-api.sample." + name + "=hunter2");
		assertThat(description(output))
			.isEqualTo("data-api.sample." + name + " is not accepted: it must be a duration such as 500ms, 2s or 3m.");
		assertThat(output).doesNotContain("hunter2");
	}

	private static void start(String argument) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(SampleConfiguration.class).web(WebApplicationType.NONE)
				.run(argument));
	}

	private static String description(CapturedOutput output) {
		String[] parts = output.toString().split("Description:\\R\\R");
		assertThat(parts).as(output.toString()).hasSize(2);
		return parts[1].strip();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(SampleProperties.class)
	static class SampleConfiguration {

	}

	@ConfigurationProperties("data-api.sample")
	record SampleProperties(int count, double share, boolean strict, Duration limit, DataSize size, Colour colour,
			Duration passwordAge, Duration tokenAge, Duration privateKeyAge, Duration pwdAge,
			Duration clientSecretAge) {

		SampleProperties {
			if (count < 0) {
				throw new InvalidSettingException("data-api.sample.count", count, "be 0 or more");
			}
		}

	}

	enum Colour {

		RED, DARK_GREEN

	}

}
