package dev.dataapi.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Conditional;

/**
 * Where the declared endpoints are.
 *
 * @param endpoints the path of a file that declares endpoints; none unless set
 */
@ConfigurationProperties("data-api")
@Conditional(EndpointConfiguration.FileNamed.class)
record EndpointProperties(@Nullable String endpoints) {
}
