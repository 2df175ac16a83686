package dev.dataapi.declared;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Conditional;

/**
 * Where the declared endpoints are.
 *
 * @param endpoints the path of a file that declares endpoints; none unless set
 */
@ConfigurationProperties("data-api")
@Conditional(DeclaredConfiguration.FileNamed.class)
public record DeclaredProperties(@Nullable String endpoints) {
}
