/**
 * Who asks, and whether the caller may: none of it but the settings is loaded unless
 * authentication or a rate limit is switched on. It knows no endpoint; an endpoint says
 * by an {@link dev.dataapi.access.Access} what it asks of its callers.
 * <p>
 * To read in this order: {@code AccessFilter} finds the {@link dev.dataapi.access.Caller}
 * of each request with {@code Authentication}, which asks {@code CallersFile} or {@code
 * Tokens}. {@link dev.dataapi.access.Admission} lets the caller in to an endpoint.
 */
@NullMarked
package dev.dataapi.access;

import org.jspecify.annotations.NullMarked;
