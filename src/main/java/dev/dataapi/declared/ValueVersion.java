package dev.dataapi.declared;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Writes a declaration as text that differs for declarations which may make different
 * values of the same key: all that it says, but for what only describes it, says where it
 * is found, or for how long to wait and to keep. What a declaration gains later counts
 * without being named here.
 */
final class ValueVersion {

	private static final Set<String> WITHOUT = Set.of("description", "example", "path", "cache", "deadline",
			"deprecation");

	private final StringBuilder text = new StringBuilder();

	private ValueVersion() {
	}

	static String of(Declaration declaration) {
		ValueVersion version = new ValueVersion();
		version.append(declaration);
		return version.text.toString();
	}

	private void append(@Nullable Object value) {
		switch (value) {
			case null -> this.text.append('-');
			case Collection<?> elements -> {
				this.text.append(elements.size()).append('[');
				elements.forEach(this::append);
			}
			case Enum<?> constant -> this.text.append(constant.name()).append(';');
			case Record components -> {
				this.text.append('(');
				for (RecordComponent component : components.getClass().getRecordComponents()) {
					if (!WITHOUT.contains(component.getName())) {
						append(read(component, components));
					}
				}
				this.text.append(')');
			}
			default -> {
				String part = value.toString();
				// With its length, since a part may hold any sign
				this.text.append(part.length()).append(':').append(part);
			}
		}
	}

	private static @Nullable Object read(RecordComponent component, Record instance) {
		try {
			component.getAccessor().setAccessible(true);
			return component.getAccessor().invoke(instance);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("A declaration that cannot be read: " + instance.getClass(), ex);
		}
	}

}
