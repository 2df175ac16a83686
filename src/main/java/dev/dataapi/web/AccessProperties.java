package dev.dataapi.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is logged of each request.
 *
 * @param accessLog whether each request is logged in a line
 * @param trustIngressUser whether the user that {@code Sf-Context-Current-User} names is
 * logged with it; true only where nobody but Snowflake's ingress reaches the service
 */
@ConfigurationProperties("data-api")
record AccessProperties(@DefaultValue("false") boolean accessLog, @DefaultValue("false") boolean trustIngressUser) {
}
