package dev.dataapi.customer;

import dev.dataapi.InvalidSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of the customer route.
 *
 * @param maxIds how many ids one request may name
 */
@ConfigurationProperties("data-api.customer")
record CustomerProperties(@DefaultValue("100") int maxIds) {

	CustomerProperties {
		if (maxIds < 1 || maxIds > 10_000) {
			throw new InvalidSettingException("data-api.customer.max-ids", maxIds, "be from 1 to 10000");
		}
	}

}
