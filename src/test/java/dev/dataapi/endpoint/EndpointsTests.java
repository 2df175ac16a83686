package dev.dataapi.endpoint;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Endpoints}.
 */
class EndpointsTests {

	@Test
	void readWhenFileIsTheSampleDeclaresAllOfIt() throws Exception {
		Endpoints endpoints = Endpoints.read(Path.of("spec/endpoints.yaml"));
		assertThat(endpoints.all()).extracting(Declaration::path)
			.containsExactly("/products/{keys}", "/stores/{keys}", "/reports/orders_by_priority");
	}

}
