package dev.dataapi.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.dataapi.access.AccessProperties;
import dev.dataapi.access.Admission;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CacheProperties;
import dev.dataapi.cache.CacheProperties.NoCache;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.Validator;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Lets controllers take a {@code CacheMode} and a {@link Format}, and return a
 * {@code CachedResponse}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessProperties.class)
class EndpointMvcConfiguration implements WebMvcConfigurer {

	private final CacheProperties properties;

	private final ObjectProvider<Admission> admission;

	EndpointMvcConfiguration(CacheProperties properties, ObjectProvider<Admission> admission) {
		this.properties = properties;
		this.admission = admission;
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
		boolean honoured = this.properties.noCache() == NoCache.HONOURED;
		resolvers.add(RequestArgument.cacheMode(honoured ? CacheMode.NO_CACHE : CacheMode.READ_THROUGH));
		resolvers.add(RequestArgument.format());
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		this.admission.stream().map(CallerCheck::new).forEach(registry::addInterceptor);
	}

	@Bean
	static SmartInitializingSingleton accessIsSwitchedOn(List<EndpointProvider> providers,
			ObjectProvider<Admission> admission) {
		return () -> providers.stream()
			.flatMap((provider) -> provider.endpoints().stream())
			.forEach((endpoint) -> endpoint.access().require(endpoint.name(), admission.getIfAvailable()));
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
