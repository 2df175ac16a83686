package dev.dataapi.telemetry;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Only if a receiver of this is named.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnSignal.OnSignal.class)
@interface ConditionalOnSignal {

	Signal value();

	/** Asks the environment. */
	class OnSignal implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return metadata.getAnnotations()
				.get(ConditionalOnSignal.class)
				.getEnum("value", Signal.class)
				.isOn(context.getEnvironment());
		}

	}

}
