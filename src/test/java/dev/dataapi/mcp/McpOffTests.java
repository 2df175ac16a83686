package dev.dataapi.mcp;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.dataapi.RawRequest;
import dev.dataapi.telemetry.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service without its tools.
 */
@Timeout(180)
class McpOffTests {

	@Test
	void nothingOfTheToolsIsLoadedUnlessTheyAreSwitchedOn(@TempDir Path directory) throws Exception {
		try (ServiceProcess service = new ServiceProcess(directory, Map.of())) {
			int port = service.port();
			assertThat(
					RawRequest.ask(port, "POST /mcp", "Content-Type: application/json", "Content-Length: 0").status())
				.isEqualTo(404);
			List<String> loaded = service.classes();
			assertThat(loaded).contains("dev.dataapi.customer.CustomerController")
				.filteredOn((name) -> name.startsWith("dev.dataapi.mcp."))
				.allMatch((name) -> name.startsWith("dev.dataapi.mcp.McpProperties"));
		}
	}

}
