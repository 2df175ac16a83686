package dev.dataapi.web;

import java.util.List;

import dev.dataapi.cache.CacheMode;
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
 * Reads the {@link CacheMode} from a request's {@code Cache-Control}.
 */
@Configuration(proxyBeanMethods = false)
class CacheModeResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(this);
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == CacheMode.class;
	}

	@Override
	public CacheMode resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
		CacheMode mode = CacheMode.READ_THROUGH;
		String[] values = request.getHeaderValues(HttpHeaders.CACHE_CONTROL);
		if (values != null) {
			for (String value : values) {
				if (hasDirective(value, "only-if-cached")) {
					return CacheMode.ONLY_IF_CACHED;
				}
				mode = hasDirective(value, "no-cache") ? CacheMode.NO_CACHE : mode;
			}
		}
		return mode;
	}

	/** Looks for a directive between commas; linear in the length of the header. */
	private static boolean hasDirective(String header, String directive) {
		for (int start = 0; start <= header.length();) {
			int comma = header.indexOf(',', start);
			int end = (comma < 0) ? header.length() : comma;
			if (header.substring(start, end).strip().equalsIgnoreCase(directive)) {
				return true;
			}
			start = end + 1;
		}
		return false;
	}

}
