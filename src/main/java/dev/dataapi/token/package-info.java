/**
 * The {@code token} command, which a caller runs before its first request: exchanges a
 * key pair for the Snowflake token that opens a service's public endpoint. Uses neither
 * Spring nor the rest of the service.
 */
@NullMarked
package dev.dataapi.token;

import org.jspecify.annotations.NullMarked;
