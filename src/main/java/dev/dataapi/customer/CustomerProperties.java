package dev.dataapi.customer;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The limits of the customer route.
 *
 * @param maxIds how many ids one request may name
 */
@ConfigurationProperties("data-api.customer")
record CustomerProperties(@DefaultValue("100") int maxIds) {

	CustomerProperties {
		if (maxIds < 1 || maxIds > 10_000) {
			throw new InvalidConfigurationPropertyValueException("data-api.customer.max-ids", maxIds,
					"it must be from 1 to 10000");
		}
	}

}
