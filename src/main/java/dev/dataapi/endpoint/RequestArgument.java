package dev.dataapi.endpoint;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import dev.dataapi.cache.CacheMode;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives controllers what a request asks for, by the type of their parameter.
 */
record RequestArgument<T>(Class<T> type,
		Function<HttpServletRequest, T> reader) implements HandlerMethodArgumentResolver {

	/**
	 * The {@code Cache-Control} of a request.
	 * @param noCache what {@code no-cache} means
	 */
	static RequestArgument<CacheMode> cacheMode(CacheMode noCache) {
		return new RequestArgument<>(CacheMode.class, (request) -> cacheMode(request, noCache));
	}

	private static CacheMode cacheMode(HttpServletRequest request, CacheMode noCache) {
		Enumeration<String> values = request.getHeaders(HttpHeaders.CACHE_CONTROL);
		if (!values.hasMoreElements()) {
			return CacheMode.READ_THROUGH;
		}
		String header = String.join(",", Collections.list(values)).toLowerCase(Locale.ROOT);
		List<String> directives = List.of(StringUtils.tokenizeToStringArray(header, ","));
		if (directives.contains("only-if-cached")) {
			return CacheMode.ONLY_IF_CACHED;
		}
		return directives.contains("no-cache") ? noCache : CacheMode.READ_THROUGH;
	}

	static RequestArgument<Format> format() {
		return new RequestArgument<>(Format.class, (request) -> Format.of(request, true));
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == this.type;
	}

	@Override
	public T resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
		return this.reader.apply((HttpServletRequest) request.getNativeRequest());
	}

}
