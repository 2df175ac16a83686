package dev.dataapi.access;

import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.dataapi.access.AccessProperties.Open;
import dev.dataapi.access.Authentication.WrongCredentialException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsUtils;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Finds the caller of each request, and refuses those without one: all paths are closed
 * but the few that are named here.
 */
final class AccessFilter extends HttpFilter {

	private static final long serialVersionUID = 1L;

	private static final Set<String> PROBES = Set.of("/livez", "/readyz");

	private static final Set<String> PAGES = Set.of("/", "/test", "/test.css", "/test.js", "/test-chart.js",
			"/swagger-ui.html", "/favicon.ico");

	/** Without what could lead elsewhere. */
	private static final Pattern DESCRIPTION_PAGE = Pattern.compile("/swagger-ui/[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");

	private final transient @Nullable Authentication authentication;

	private final transient Admission admission;

	private final transient Supplier<HandlerExceptionResolver> problems;

	private final Open open;

	private final String description;

	/**
	 * Creates the filter.
	 * @param authentication nothing if callers need not prove who they are
	 * @param problems answers exceptions
	 * @param description the path of the API's description
	 */
	AccessFilter(@Nullable Authentication authentication, Admission admission,
			Supplier<HandlerExceptionResolver> problems, Open open, String description) {
		this.authentication = authentication;
		this.admission = admission;
		this.problems = problems;
		this.open = open;
		this.description = description;
	}

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		try {
			admit(request, response);
		}
		catch (AccessException ex) {
			this.problems.get().resolveException(request, response, null, ex);
			return;
		}
		chain.doFilter(request, response);
	}

	private void admit(HttpServletRequest request, HttpServletResponse response) {
		Caller caller = caller(request);
		if (caller != null) {
			caller.mark(request);
		}
		else {
			String path = request.getRequestURI().substring(request.getContextPath().length());
			// A browser asks in advance, without a key, and is told nothing but methods
			if (PROBES.contains(path) || CorsUtils.isPreFlightRequest(request)) {
				return;
			}
			if (this.authentication != null && !isOpen(path)) {
				throw this.admission.refused(this.authentication.missing());
			}
		}
		this.admission.admit(request, response);
	}

	private @Nullable Caller caller(HttpServletRequest request) {
		if (this.authentication == null) {
			return null;
		}
		try {
			return this.authentication.caller(request);
		}
		catch (WrongCredentialException ex) {
			throw this.admission.refusedCredential(this.authentication.wrong(), request);
		}
	}

	/** By the path as it was sent: what is encoded may mean something else later. */
	private boolean isOpen(String path) {
		return switch (this.open) {
			case NOTHING -> false;
			case PAGES -> isPage(path);
			case DESCRIPTION -> isPage(path) || path.equals(this.description) || path.equals(this.description + ".yaml")
					|| path.equals(this.description + "/swagger-config");
		};
	}

	private static boolean isPage(String path) {
		return PAGES.contains(path) || DESCRIPTION_PAGE.matcher(path).matches();
	}

}
