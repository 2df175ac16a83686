package dev.dataapi.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The MDC of tasks, which run here on the test's own thread.
 */
class MdcTaskDecoratorTests {

	private final MdcTaskDecorator decorator = new MdcTaskDecorator();

	private final List<Map<String, String>> seen = new ArrayList<>();

	@AfterEach
	void clear() {
		MDC.clear();
	}

	@Test
	void taskSeesTheMdcOfItsSubmitterAndThreadGetsItsOwnBack() {
		MDC.put("requestId", "first");
		Runnable task = this.decorator.decorate(this::look);
		MDC.put("requestId", "second");
		MDC.put("other", "2");
		task.run();
		assertThat(this.seen).containsExactly(Map.of("requestId", "first"));
		assertThat(MDC.getCopyOfContextMap())
			.containsExactlyInAnyOrderEntriesOf(Map.of("requestId", "second", "other", "2"));
	}

	@Test
	void taskWhenSubmitterHasNoMdcSeesNone() {
		Runnable task = this.decorator.decorate(this::look);
		MDC.put("requestId", "second");
		task.run();
		assertThat(this.seen).containsExactly(Map.of());
		assertThat(MDC.get("requestId")).isEqualTo("second");
	}

	@Test
	void threadWhenTaskFailsIsLeftWithoutMdc() {
		MDC.put("requestId", "first");
		Runnable task = this.decorator.decorate(() -> {
			look();
			throw new IllegalStateException("failed");
		});
		MDC.clear();
		assertThatIllegalStateException().isThrownBy(task::run);
		assertThat(this.seen).containsExactly(Map.of("requestId", "first"));
		assertThat(MDC.get("requestId")).isNull();
	}

	private void look() {
		Map<String, String> mdc = MDC.getCopyOfContextMap();
		this.seen.add((mdc != null) ? mdc : Map.of());
	}

}
