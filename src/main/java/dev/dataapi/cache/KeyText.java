package dev.dataapi.cache;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Writes keys as text that differs for keys that differ: numbers and text as they are,
 * records and collections with the length of each part, since a part may contain any
 * character.
 */
public final class KeyText {

	private KeyText() {
	}

	/** Writes a key. */
	public static String of(Object key) {
		boolean compound = key instanceof Record || key instanceof Collection<?> || key instanceof Map<?, ?>;
		return compound ? of(key, Set.of()) : key.toString();
	}

	/**
	 * Writes a key without some components.
	 * @param without names of components that are left out of all records in the key
	 */
	public static String of(Object key, Set<String> without) {
		StringBuilder text = new StringBuilder();
		append(text, key, without);
		return text.toString();
	}

	private static void append(StringBuilder text, @Nullable Object value, Set<String> without) {
		switch (value) {
			case null -> text.append('-');
			case Collection<?> elements -> {
				text.append(elements.size()).append('[');
				elements.forEach((element) -> append(text, element, without));
			}
			case Map<?, ?> map -> {
				text.append(map.size()).append('{');
				map.forEach((name, each) -> {
					append(text, name, without);
					append(text, each, without);
				});
			}
			case Record components -> {
				text.append('(');
				for (RecordComponent component : components.getClass().getRecordComponents()) {
					if (!without.contains(component.getName())) {
						append(text, read(component, components), without);
					}
				}
			}
			default -> {
				String part = value.toString();
				text.append(part.length()).append(':').append(part);
			}
		}
	}

	private static @Nullable Object read(RecordComponent component, Object instance) {
		try {
			component.getAccessor().setAccessible(true);
			return component.getAccessor().invoke(instance);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException("A key whose parts cannot be read: " + instance.getClass(), ex);
		}
	}

}
