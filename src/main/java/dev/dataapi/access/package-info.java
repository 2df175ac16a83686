/**
 * Who asks, and whether the caller may. Without authentication and rate limits, no class
 * that finds callers or counts requests is loaded. It knows no endpoint; an endpoint says
 * by an {@link dev.dataapi.access.Access} what it asks of its callers.
 * <p>
 * To read in this order: {@code AccessFilter} finds the {@link dev.dataapi.access.Caller}
 * of each request with {@code Authentication}, which asks {@code CallersFile} or {@code
 * Tokens}. {@link dev.dataapi.access.Admission} lets the caller in to an endpoint.
 */
@NullMarked
package dev.dataapi.access;

import org.jspecify.annotations.NullMarked;
