package dev.dataapi.web;

import java.util.List;
import java.util.Locale;

import dev.dataapi.lookup.Freshness;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Reads from the request's {@code Cache-Control} what the caller accepts: with
 * {@code no-cache} nothing remembered, with {@code only-if-cached} nothing else.
 */
@Configuration(proxyBeanMethods = false)
class FreshnessResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(this);
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == Freshness.class;
	}

	@Override
	public Freshness resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
		String[] values = request.getHeaderValues(HttpHeaders.CACHE_CONTROL);
		if (values == null) {
			return Freshness.ANY;
		}
		List<String> directives = List.of(String.join(",", values).toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
		if (directives.contains("only-if-cached")) {
			return Freshness.REMEMBERED;
		}
		return directives.contains("no-cache") ? Freshness.RELOADED : Freshness.ANY;
	}

}
