package dev.dataapi.cache;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;

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
		if (!isCompound(key)) {
			return key.toString();
		}
		StringBuilder text = new StringBuilder();
		append(text, key);
		return text.toString();
	}

	private static boolean isCompound(Object value) {
		return value instanceof Record || value instanceof Collection<?> || value instanceof Map<?, ?>;
	}

	private static void append(StringBuilder text, Object value) {
		switch (value) {
			case Collection<?> elements -> {
				text.append(elements.size()).append('[');
				elements.forEach((element) -> append(text, element));
			}
			case Map<?, ?> map -> {
				text.append(map.size()).append('{');
				map.forEach((name, each) -> {
					append(text, name);
					append(text, each);
				});
			}
			case Record components -> {
				text.append('(');
				for (RecordComponent component : components.getClass().getRecordComponents()) {
					append(text, read(component, components));
				}
			}
			default -> {
				String part = value.toString();
				text.append(part.length()).append(':').append(part);
			}
		}
	}

	private static Object read(RecordComponent component, Object instance) {
		try {
			component.getAccessor().setAccessible(true);
			return component.getAccessor().invoke(instance);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException("A key whose parts cannot be read: " + instance.getClass(), ex);
		}
	}

}
