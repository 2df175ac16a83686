package dev.dataapi.declared;

import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.type.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * A column of the answer.
 *
 * @param name the column's name
 * @param property its name in JSON and CSV
 * @param type the type of its values
 * @param description what it holds, for the API description
 */
public record Column(Identifier name, String property, ValueType type, @Nullable String description) {
}
