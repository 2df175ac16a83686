package dev.dataapi.endpoint;

import java.util.List;
import java.util.Locale;

import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CacheProperties;
import dev.dataapi.cache.CacheProperties.NoCache;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Reads the {@link CacheMode} from a request's {@code Cache-Control}.
 */
final class CacheModeResolver implements HandlerMethodArgumentResolver {

	private final CacheMode noCache;

	CacheModeResolver(CacheProperties properties) {
		this.noCache = (properties.noCache() == NoCache.HONOURED) ? CacheMode.NO_CACHE : CacheMode.READ_THROUGH;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == CacheMode.class;
	}

	@Override
	public CacheMode resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
		String[] values = request.getHeaderValues(HttpHeaders.CACHE_CONTROL);
		if (values == null) {
			return CacheMode.READ_THROUGH;
		}
		String header = String.join(",", values).toLowerCase(Locale.ROOT);
		List<String> directives = List.of(StringUtils.tokenizeToStringArray(header, ","));
		if (directives.contains("only-if-cached")) {
			return CacheMode.ONLY_IF_CACHED;
		}
		return directives.contains("no-cache") ? this.noCache : CacheMode.READ_THROUGH;
	}

}
