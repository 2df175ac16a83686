package dev.dataapi.browser;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Holds back the service's answer for one customer, and sends markup for two others.
 */
class DoctoredAnswers extends OncePerRequestFilter {

	static final String HELD = "90001";

	static final String MARKUP = "90002";

	static final String MARKUP_PROBLEM = "90003";

	static final String TAG = "<img src=x onerror=window.ran=true>";

	private final CountDownLatch released = new CountDownLatch(1);

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		switch (request.getRequestURI()) {
			case "/customer/" + HELD -> {
				hold();
				chain.doFilter(request, response);
			}
			case "/customer/" + MARKUP -> {
				response.setHeader("Cache-Status", TAG);
				answer(response, 200,
						"[{\"A\":\"%1$s\",\"%1$s\":1},{\"A\":\"</td><script>window.ran=true</script>\"}]");
			}
			case "/customer/" + MARKUP_PROBLEM ->
				answer(response, 400, "{\"title\":\"%1$s\",\"detail\":\"%1$s\",\"error\":\"<b>%1$s\"}");
			default -> chain.doFilter(request, response);
		}
	}

	void release() {
		this.released.countDown();
	}

	private void hold() {
		try {
			this.released.await(5, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void answer(HttpServletResponse response, int status, String body) throws IOException {
		response.setStatus(status);
		response.setContentType("application/json");
		response.getWriter().write(String.format(body, TAG));
	}

}
