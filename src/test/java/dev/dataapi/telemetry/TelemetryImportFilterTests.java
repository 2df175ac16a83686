package dev.dataapi.telemetry;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/** Tests for {@link TelemetryImportFilter}. */
class TelemetryImportFilterTests {

	private static final String RECEIVER = "http://127.0.0.1:4317";

	/** Fails if Spring Boot moves an auto-configuration, or a package that is named. */
	@Test
	void admittedNamesAreAutoConfigurationsThatAreLeftOutWithoutAReceiver() {
		TelemetryImportFilter off = new TelemetryImportFilter();
		off.setEnvironment(new MockEnvironment());
		TelemetryImportFilter on = new TelemetryImportFilter();
		on.setEnvironment(new MockEnvironment().withProperty("management.otlp.metrics.export.url", RECEIVER)
			.withProperty("management.opentelemetry.tracing.export.otlp.endpoint", RECEIVER));
		String[] admitted = on.admitted.toArray(String[]::new);
		assertThat(admitted).hasSize(5);
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates()).contains(admitted);
		assertThat(on.match(admitted, mock(AutoConfigurationMetadata.class))).containsOnly(true);
		assertThat(off.match(admitted, mock(AutoConfigurationMetadata.class))).containsOnly(false);
	}

}
