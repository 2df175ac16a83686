package dev.dataapi.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is logged about each request.
 *
 * @param accessLog whether a line is logged for each request
 * @param trustIngressUser whether that line names the user in
 * {@code Sf-Context-Current-User}; true only where nobody but Snowflake's ingress reaches
 * the service
 */
@ConfigurationProperties("data-api")
record AccessLogProperties(@DefaultValue("false") boolean accessLog, @DefaultValue("false") boolean trustIngressUser) {
}
