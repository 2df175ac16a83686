/**
 * Before a caller's first request: a key pair becomes the Snowflake token that opens a
 * service's public endpoint. Run as {@code java -jar data-api.jar token}; needs neither
 * Spring nor the rest of the service.
 */
@NullMarked
package dev.dataapi.token;

import org.jspecify.annotations.NullMarked;
