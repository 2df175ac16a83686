package dev.dataapi.access;

import java.util.Set;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.access.AccessProperties.Mode;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Authentication and rate limits, if one of them is switched on. Otherwise none of it is
 * loaded.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(AccessConfiguration.Switch.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class AccessConfiguration {

	/** Behind what counts and times requests, and before all that answers them. */
	static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

	@Bean
	Admission admission(AccessProperties settings, MeterRegistry meters) {
		return new Admission(settings, meters);
	}

	@Bean
	FilterRegistrationBean<AccessFilter> accessFilter(AccessProperties settings, Admission admission,
			ObjectProvider<Ingress> ingress, JwtProperties jwt,
			@Value("${data-api.trust-ingress-user:false}") boolean onlyIngress,
			@Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> problems,
			@Value("${springdoc.api-docs.path:/v3/api-docs}") String description) {
		FilterRegistrationBean<AccessFilter> registration = new FilterRegistrationBean<>(
				new AccessFilter(authentication(settings, jwt, ingress.getIfAvailable(), onlyIngress), admission,
						problems::getObject, settings.open(), description));
		registration.setOrder(ORDER);
		return registration;
	}

	private static @Nullable Authentication authentication(AccessProperties settings, JwtProperties jwt,
			@Nullable Ingress ingress, boolean onlyIngress) {
		Set<Mode> modes = settings.authentication();
		if (modes.isEmpty()) {
			return null;
		}
		if (modes.contains(Mode.INGRESS) && ingress == null) {
			throw new InvalidSettingException(AccessProperties.AUTHENTICATION, "ingress",
					"not name ingress but in profile snowflake with the token that Snowpark Container Services mounts,"
							+ " since any caller could send the header elsewhere");
		}
		String file = settings.callers();
		if (modes.contains(Mode.KEYS) && !StringUtils.hasText(file)) {
			throw InvalidSettingException.missing("data-api.callers");
		}
		return new Authentication(modes, StringUtils.hasText(file) ? CallersFile.read(file.strip()) : null,
				modes.contains(Mode.JWT) ? new Tokens(jwt) : null, onlyIngress);
	}

	/** Whether authentication or a limit is set; blank means neither. */
	static final class Switch extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			boolean on = StringUtils.hasText(context.getEnvironment().getProperty(AccessProperties.AUTHENTICATION))
					|| StringUtils.hasText(context.getEnvironment().getProperty("data-api.rate-limit"));
			return new ConditionOutcome(on, ConditionMessage.forCondition("Access").because(on ? "set" : "not set"));
		}

	}

}
