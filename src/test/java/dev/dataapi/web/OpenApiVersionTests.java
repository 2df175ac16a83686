package dev.dataapi.web;

import java.util.List;

import dev.dataapi.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The one version of OpenAPI in which the description is right.
 */
@ExtendWith(OutputCaptureExtension.class)
class OpenApiVersionTests {

	@ParameterizedTest
	@ValueSource(strings = { "openapi_3_0", "OPENAPI_3_0", "openapi-3-0" })
	void olderVersionIsRefusedAtTheStart(String version, CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(version).close());
		assertThat(output)
			.contains("springdoc.api-docs.version is '3.0.1': it must be openapi_3_1, since 3.0 cannot describe values "
					+ "that may be null as this service does.");
	}

	@Test
	void versionOfTheDescriptionMayBeNamed() throws Exception {
		try (RunningService service = start("openapi_3_1")) {
			assertThat(service.get("/v3/api-docs").body()).startsWith("{\"openapi\":\"3.1");
		}
	}

	private static RunningService start(String version) {
		return RunningService.start("test", List.of("springdoc.api-docs.version=" + version));
	}

}
