package dev.dataapi.customer;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of the customer route.
 *
 * @param maxIds how many ids one request may name
 */
@ConfigurationProperties("data-api.customer")
record CustomerProperties(@DefaultValue("100") int maxIds) {
}
