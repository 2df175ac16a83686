/**
 * Endpoints declared in a file: its format, what it may say, and the finite set of
 * statements that an endpoint sends.
 * <p>
 * To read in this order: {@link dev.dataapi.declared.Endpoints} reads a file into
 * declarations, or reports all its errors; {@code LookupStatements} and
 * {@code ReportStatements} are the statements of each; {@code Key} and {@code Arguments}
 * read what a request asks for.
 * <p>
 * From there on: {@code EndpointRoutes} gives each endpoint a route and a cache over
 * {@code LookupSource} or {@code ReportSource}; {@code WarehouseCheck} checks all
 * statements against the warehouse before the service is ready.
 */
@NullMarked
package dev.dataapi.declared;

import org.jspecify.annotations.NullMarked;
