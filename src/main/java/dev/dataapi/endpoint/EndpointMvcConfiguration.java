package dev.dataapi.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.dataapi.cache.CacheProperties;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.Validator;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Lets controllers take a {@code CacheMode} and a {@link Format}, and return a
 * {@code CachedResponse}.
 */
@Configuration(proxyBeanMethods = false)
class EndpointMvcConfiguration implements WebMvcConfigurer {

	private final CacheProperties properties;

	EndpointMvcConfiguration(CacheProperties properties) {
		this.properties = properties;
	}

	/**
	 * Nothing is validated by annotations, and Hibernate Validator takes its time to
	 * start.
	 */
	@Override
	public Validator getValidator() {
		return Validator.forType(Object.class, (target, errors) -> {
		});
	}

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(new CacheModeResolver(this.properties));
		resolvers.add(new FormatResolver());
	}

	/**
	 * First, since Spring asks each handler for each response, which takes 3 % of a
	 * cached look-up.
	 */
	@Bean
	static SmartInitializingSingleton responseWriter(RequestMappingHandlerAdapter adapter) {
		return () -> {
			List<HandlerMethodReturnValueHandler> handlers = new ArrayList<>();
			handlers.add(new ResponseWriter());
			handlers.addAll(Objects.requireNonNull(adapter.getReturnValueHandlers()));
			adapter.setReturnValueHandlers(handlers);
		};
	}

}
