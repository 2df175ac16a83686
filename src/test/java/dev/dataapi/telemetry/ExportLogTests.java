package dev.dataapi.telemetry;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often failing exports are logged.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportLogTests {

	private final AtomicLong nanoTime = new AtomicLong();

	private final ExportLog log = new ExportLog("Things", this.nanoTime::get);

	@Test
	void failureWhenItLastsIsLoggedOnceAnHour(CapturedOutput output) {
		for (int minute = 0; minute < 120; minute++) {
			this.log.failed(new IllegalStateException("outer", new IOException("refused")));
			this.nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("Things"))).hasSize(2)
			.allSatisfy((line) -> assertThat(line).endsWith("are lost: java.io.IOException: refused"));
	}

	@Test
	void recoveryIsLoggedOnce(CapturedOutput output) {
		this.log.succeeded();
		this.log.failed(null);
		this.log.succeeded();
		this.log.succeeded();
		assertThat(output.getOut().lines().filter((line) -> line.contains("Things"))).hasSize(2)
			.last()
			.asString()
			.contains("Things reach the OTLP receiver again");
	}

}
