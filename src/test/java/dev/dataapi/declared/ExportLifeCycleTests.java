package dev.dataapi.declared;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.dataapi.Eventually;
import dev.dataapi.RawExport;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exports that run while the service changes or ends, or has one connection.
 */
@Timeout(180)
class ExportLifeCycleTests {

	private static final String DECLARED = """
			version: 1
			reports:
			  numbers:
			    export: true
			    sql: SELECT I, repeat('x', 1000) AS PADDING FROM range(20000) r(I)
			    columns:
			      - {name: I, type: integer}
			      - {name: PADDING, type: text}
			""";

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void declare() {
		this.file = EndpointFiles.write(this.directory, DECLARED);
	}

	private RunningService start(String... settings) {
		List<String> all = new ArrayList<>(Arrays.asList(settings));
		all.addAll(List.of("data-api.endpoints=" + this.file, "data-api.export.write-deadline=1m",
				"data-api.embedded.scale-factor=0.001"));
		return RunningService.start("test", all);
	}

	@Test
	void exportOutlivesItsEndpoint() throws Exception {
		try (RunningService service = start("data-api.endpoints.reload=true");
				RawExport export = RawExport.get(service.port(), "/reports/numbers?format=csv")) {
			export.readSome();
			Files.writeString(this.file, DECLARED.replace("numbers:", "others:"));
			Eventually.assertThat(() -> assertThat(service.get("/reports/numbers?format=csv").status()).isEqualTo(404));
			assertThat(export.readAll().lines().count()).isGreaterThan(19_000);
			assertThat(export.hasLastChunk()).isTrue();
		}
	}

	@Test
	void exportIsBrokenOffWhenTheServiceStops() throws Exception {
		RunningService service = start("spring.lifecycle.timeout-per-shutdown-phase=1s", "server.shutdown=graceful");
		try (RawExport export = RawExport.get(service.port(), "/reports/numbers?format=csv")) {
			export.readSome();
			CompletableFuture<Void> stopped = CompletableFuture.runAsync(service::close);
			stopped.get(60, TimeUnit.SECONDS);
			export.readAll();
			assertThat(export.hasLastChunk()).isFalse();
		}
	}

	@Test
	void onlyConnectionServesOneExport() throws Exception {
		try (RunningService service = start("data-api.report.connections=1");
				RawExport export = RawExport.get(service.port(), "/reports/numbers?format=csv")) {
			export.readSome();
			RawRequest.Answer other = service.get("/reports/numbers?format=csv");
			assertThat(other.status()).isEqualTo(503);
			assertThat(other.body()).contains("As many exports are running as may: 1.");
			export.readAll();
			assertThat(export.hasLastChunk()).isTrue();
		}
	}

}
