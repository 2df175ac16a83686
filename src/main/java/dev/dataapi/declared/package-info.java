/**
 * Endpoints declared in a file: what they are, what a request asks of them, and the
 * finite set of statements that each sends.
 * <p>
 * To read in this order: {@link dev.dataapi.declared.Endpoints} holds the declarations,
 * which {@code file} reads; {@code LookupStatements} and {@code ReportStatements} are the
 * statements of each; {@code LookupKey} and {@code Arguments} read what a request asks
 * for.
 * <p>
 * From there on: {@code DeclaredController} gives each endpoint a route and a cache over
 * {@code LookupSource} or {@code ReportSource}; {@code check} compares all statements
 * with the warehouse before the service is ready.
 */
@NullMarked
package dev.dataapi.declared;

import org.jspecify.annotations.NullMarked;
