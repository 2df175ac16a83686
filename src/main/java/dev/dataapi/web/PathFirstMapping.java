package dev.dataapi.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Matches a request's path first. Spring would first compare method and content type with
 * every route.
 */
@Component
class PathFirstMapping implements WebMvcRegistrations {

	@Override
	public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
		return new RequestMappingHandlerMapping() {

			@Override
			protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo info,
					HttpServletRequest request) {
				PathPatternsRequestCondition paths = info.getPathPatternsCondition();
				boolean elsewhere = paths != null && paths.getMatchingCondition(request) == null;
				return elsewhere ? null : super.getMatchingMapping(info, request);
			}

		};
	}

}
