package dev.dataapi.declared;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Where the declared endpoints are.
 *
 * @param endpoints the paths of files that declare endpoints, and of folders with such
 * files, separated by commas; none unless set
 */
@ConfigurationProperties("data-api")
@Conditional(DeclaredProperties.FileNamed.class)
public record DeclaredProperties(@Nullable String endpoints) {

	/** Whether a file is named; blank means none. */
	public static class FileNamed extends SpringBootCondition {

		private static final String SETTING = "data-api.endpoints";

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			boolean named = StringUtils.hasText(context.getEnvironment().getProperty(SETTING));
			return new ConditionOutcome(named, ConditionMessage.forCondition("Declared endpoints")
				.because(SETTING + (named ? " is" : " is not") + " set"));
		}

	}

}
