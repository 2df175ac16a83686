package dev.dataapi.declared;

import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.type.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * A column of the answer; its property is its name in JSON and CSV.
 */
public record Column(Identifier name, String property, ValueType type, @Nullable String description) {
}
