package dev.dataapi.web;

import java.io.IOException;

import dev.dataapi.memory.MemoryBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The memory that the bodies of requests take together.
 */
class RequestLimitsTests {

	private static final int KB = 1024;

	/** Of which a fortieth is for bodies: 2 MB, or 64 kB of bodies. */
	private final MemoryBudget memory = new MemoryBudget(80L << 20, 0, new SimpleMeterRegistry());

	private final RequestLimits limits = new RequestLimits(this.memory);

	@Test
	void bodyHoldsMemoryUntilItIsAnsweredAndOthersAreRefusedMeanwhile() throws Exception {
		read(60 * KB, () -> {
			assertThat(this.memory.bodies().reserved()).isEqualTo(32L * 58 * KB);
			assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> read(40 * KB, () -> {
			})).satisfies((ex) -> assertThat(ex.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
			assertThat(this.memory.bodies().reserved()).isEqualTo(32L * 58 * KB);
			for (int i = 0; i < 100; i++) {
				read(2 * KB, () -> {
				});
			}
		});
		assertThat(this.memory.bodies().reserved()).isZero();
		read(40 * KB, () -> {
		});
	}

	@Test
	void bodyThatNeedsMoreThanThereIsRunsAlone() throws Exception {
		read(1024 * KB,
				() -> assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> read(3 * KB, () -> {
				})));
		assertThat(this.memory.bodies().reserved()).isZero();
	}

	/** Reads a body, and then does something before it is answered. */
	private void read(int bytes, Answer answer) throws ServletException, IOException {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/");
		request.setContent(new byte[bytes]);
		FilterChain chain = (limited, response) -> {
			assertThat(limited.getInputStream().readAllBytes()).hasSize(bytes);
			answer.run();
		};
		this.limits.doFilter(request, new MockHttpServletResponse(), chain);
	}

	/** What a controller does. */
	private interface Answer {

		void run() throws ServletException, IOException;

	}

}
