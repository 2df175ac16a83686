package dev.dataapi.declared.check;

import java.time.Duration;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.declared.DeclaredProperties;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Conditional;

/**
 * What the service does with declared endpoints that do not fit the warehouse, and with
 * files that change.
 *
 * @param onFailedCheck whether the others are served meanwhile
 * @param reload whether changed files take the place of those before
 * @param recheckAfter after how long such an endpoint is checked again at first
 */
@ConfigurationProperties("data-api.endpoints")
@Conditional(DeclaredProperties.FileNamed.class)
public record CheckProperties(@DefaultValue("refuse") OnFailedCheck onFailedCheck,
		@DefaultValue("false") boolean reload, @DefaultValue("1m") Duration recheckAfter) {

	public CheckProperties {
		InvalidSettingException.requireWithin("data-api.endpoints.recheck-after", recheckAfter, Duration.ofSeconds(1),
				Duration.ofHours(1), "from 1s to 1h");
	}

	/**
	 * What a failed check does.
	 */
	public enum OnFailedCheck {

		/** The service does not start, or is not ready while an answer may come. */
		REFUSE,

		/**
		 * The endpoint is unavailable until its check succeeds, the others are served.
		 */
		SERVE_OTHERS

	}

}
