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
 * How often a failing receiver is told.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeliveryLogTests {

	private final AtomicLong nanoTime = new AtomicLong();

	private final DeliveryLog log = new DeliveryLog("Things", this.nanoTime::get);

	@Test
	void failureWhenItLastsIsToldOnceAnHour(CapturedOutput output) {
		for (int minute = 0; minute < 120; minute++) {
			this.log.failed(new IllegalStateException("outer", new IOException("refused")));
			this.nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("Things"))).hasSize(2)
			.allSatisfy((line) -> assertThat(line).endsWith("get lost: java.io.IOException: refused"));
	}

	@Test
	void receiverWhenItTakesAgainIsToldOnce(CapturedOutput output) {
		this.log.delivered();
		this.log.failed(null);
		this.log.delivered();
		this.log.delivered();
		assertThat(output.getOut().lines().filter((line) -> line.contains("Things"))).hasSize(2)
			.last()
			.asString()
			.contains("Things are taken again");
	}

}
