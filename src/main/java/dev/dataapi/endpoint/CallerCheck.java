package dev.dataapi.endpoint;

import java.util.List;

import dev.dataapi.access.Admission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Asks of each request to an endpoint whether its caller is let in, by whichever mapping
 * the endpoint was found.
 */
record CallerCheck(Admission admission) implements HandlerInterceptor {

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (handler instanceof HandlerMethod method && method.getBean() instanceof EndpointProvider provider
				&& !provider.admitsCallers()) {
			List<Endpoint<?>> endpoints = provider.endpoints();
			Object path = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
			boolean found = false;
			for (Endpoint<?> endpoint : endpoints) {
				if (endpoint.path().equals(path)) {
					this.admission.admit(endpoint.name(), endpoint.access(), request, response);
					found = true;
				}
			}
			if (!found) {
				// Under another path, only who is let in to all that its controller has
				endpoints.forEach((each) -> this.admission.admit(each.name(), each.access(), request, response));
			}
		}
		return true;
	}

}
