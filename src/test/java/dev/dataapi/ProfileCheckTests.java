package dev.dataapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Which profiles the service starts with, from wherever they come.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProfileCheckTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "embedded", "snowflake" })
	void oneWarehouseOrNoProfileIsAccepted(String profiles) {
		assertThatCode(() -> check(new MockEnvironment(), profiles)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource({ "snowfalke, ; the nearest is snowflake", "Snowflake, ; the nearest is snowflake",
			"SNOWFLAKE, ; the nearest is snowflake", "embeded, ; the nearest is embedded", "prod, ''", "test, ''",
			"default, ''" })
	void unknownProfileIsRefusedWithTheNearest(String profile, String nearest) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> check(new MockEnvironment(), profile))
			.withMessage("'%s' is no profile of this service: it must be embedded or snowflake%s.", profile, nearest);
	}

	@Test
	void unknownProfileBesideAKnownOneIsRefused() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> check(new MockEnvironment(), "snowflake,prod"))
			.withMessage("'prod' is no profile of this service: it must be embedded or snowflake.");
	}

	@Test
	void bothWarehousesAreRefused() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> check(new MockEnvironment(), "embedded,snowflake"))
			.withMessage("spring.profiles.active is 'embedded,snowflake': it must name one of the profiles embedded "
					+ "and snowflake.");
	}

	@Test
	void groupIsAProfileIfItHasAWarehouse() {
		MockEnvironment environment = new MockEnvironment().withProperty("spring.profiles.group.prod", "snowflake");
		assertThatCode(() -> check(environment, "prod,snowflake")).doesNotThrowAnyException();
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> check(environment, "prod"))
			.withMessage("spring.profiles.active is 'prod': it must name one of the profiles embedded and snowflake.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--spring.profiles.active=snowfalke", "--spring.profiles.include=snowfalke",
			"--spring.profiles.default=snowfalke",
			"--spring.profiles.group.embedded=snowfalke " + "--spring.profiles.active=embedded" })
	void startWithAnUnknownProfileEndsWithOneSentence(String arguments, CapturedOutput output) {
		assertThat(catchThrowable(() -> start(arguments.split(" ")))).isInstanceOf(InvalidSettingException.class);
		assertThat(output)
			.contains("'snowfalke' is no profile of this service: it must be embedded or snowflake; the "
					+ "nearest is snowflake.")
			.doesNotContain("\tat ", "Loading");
	}

	@Test
	void startWithAnUnknownProfileInAFileEndsWithOneSentence(@TempDir Path directory, CapturedOutput output)
			throws IOException {
		Path file = Files.writeString(directory.resolve("more.yml"), "spring.profiles.active: snowfalke\n");
		assertThat(catchThrowable(() -> start("--spring.config.additional-location=" + file)))
			.isInstanceOf(InvalidSettingException.class);
		assertThat(output).contains("'snowfalke' is no profile");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--spring.profiles.active=embedded", "--spring.profiles.include=embedded",
			"--spring.profiles.default=embedded",
			"--spring.profiles.active=laptop --spring.profiles.group.laptop=embedded" })
	void startWithTheEmbeddedWarehouseServes(String arguments) throws IOException {
		try (ConfigurableApplicationContext context = start(
				arguments.isEmpty() ? new String[0] : arguments.split(" "))) {
			int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			assertThat(RawRequest.get(port, "/customer/1").status()).isEqualTo(200);
		}
	}

	private static void check(MockEnvironment environment, String profiles) {
		if (!profiles.isEmpty()) {
			environment.setActiveProfiles(profiles.split(","));
		}
		new ProfileCheck().check(environment);
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--management.server.port=0"));
		all.addAll(List.of(arguments));
		return SpringApplication.run(DataApiApplication.class, all.toArray(String[]::new));
	}

}
