/**
 * What the report routes share: parameters turned into validated records, the rows that
 * become JSON, and the routes themselves; {@link dev.dataapi.connector} and
 * {@link dev.dataapi.snowpark} read the same reports each in its own way.
 */
@NullMarked
package dev.dataapi.report;

import org.jspecify.annotations.NullMarked;
